package org.ladibridge.journal;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.flywaydb.core.Flyway;
import org.ladibridge.BridgeConfig;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.runtime.configuration.ConfigurationException;

/** The database that {@code bridge.store} names; the other one is not opened, and none of its classes is loaded. */
final class Databases {
    private static final String POSTGRESQL = "postgresql";

    private Databases() {
    }

    @Produces
    @Singleton
    static Database database(BridgeConfig config, InjectableInstance<AgroalDataSource> sqlite,
            InjectableInstance<Flyway> sqliteFlyway,
            @DataSource(POSTGRESQL) InjectableInstance<AgroalDataSource> postgresql,
            @FlywayDataSource(POSTGRESQL) InjectableInstance<Flyway> postgresqlFlyway) {
        config.store().filter(url -> !url.startsWith("jdbc:postgresql:")).ifPresent(url -> {
            throw new ConfigurationException("BRIDGE_STORE has to begin with jdbc:postgresql://, as in "
                    + "jdbc:postgresql://db.example.vn/ladibridge; without it the store is a file in BRIDGE_DATA");
        });
        return config.store().isPresent()
                ? new PostgresqlDatabase(postgresql.get(), postgresqlFlyway.get(), config.store().get(), config.data())
                : new SqliteDatabase(sqlite.get(), sqliteFlyway.get(), config.data());
    }
}
