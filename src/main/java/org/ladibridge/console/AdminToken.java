package org.ladibridge.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;
import org.ladibridge.http.HeaderValue;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;

/** The token that opens the admin API: {@code BRIDGE_ADMIN_TOKEN}, else one made at the first start and kept in the data folder. */
@Startup
@ApplicationScoped
public class AdminToken {
    private static final Logger LOG = Logger.getLogger(AdminToken.class);
    private static final String FILE = "admin-token";
    private static final int BYTES = 24;
    /** Long enough that guessing a thousand tokens per second is hopeless. */
    private static final int SAFE_LENGTH = 16;

    private final byte[] token;

    AdminToken(BridgeConfig config) {
        String text = config.adminToken().map(String::trim).filter(set -> !set.isEmpty()).orElseGet(() -> kept(config.data()));
        if (!HeaderValue.isPlain(text)) {
            throw new ConfigurationException(
                    "BRIDGE_ADMIN_TOKEN takes ASCII letters, digits and signs only: it is sent as a header");
        }
        if (text.length() < SAFE_LENGTH && !config.demo() && !config.sandbox()) {
            LOG.warnf(
                    "The admin token has %d characters, which can be guessed: set BRIDGE_ADMIN_TOKEN to %d or more that nobody "
                            + "chose, such as the output of «openssl rand -hex 24»",
                    text.length(), SAFE_LENGTH);
        }
        this.token = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in constant time. */
    public boolean matches(String given) {
        return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    private static String kept(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            // An empty one is left by a kill in the middle of making it.
            if (!Files.exists(file) || Files.readString(file).isBlank()) {
                make(file);
                LOG.infof("The admin API's token was made: it stands in %s", file);
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("the admin token «" + file + "» cannot be read or made: " + e.getMessage(), e);
        }
    }

    private static void make(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
    }
}
