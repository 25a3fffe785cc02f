package org.ladibridge.journal;

import jakarta.inject.Singleton;

import org.flywaydb.core.api.configuration.FluentConfiguration;

import io.quarkus.flyway.FlywayConfigurationCustomizer;

/** A store is brought to this version as a whole or not at all, and by one fsync instead of one for each version. */
@Singleton
class WholeMigration implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.group(true);
    }
}
