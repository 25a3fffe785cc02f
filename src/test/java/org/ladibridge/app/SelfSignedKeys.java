package org.ladibridge.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A certificate for localhost that nobody trusts until told to, in a PKCS 12 key store. */
public final class SelfSignedKeys {
    public static final String PASSWORD = "changeit";

    private SelfSignedKeys() {
    }

    public static Path in(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "ladiflow", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
                "-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no key: " + said);
        }
        return keys;
    }
}
