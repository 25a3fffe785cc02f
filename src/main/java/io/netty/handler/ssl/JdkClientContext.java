package io.netty.handler.ssl;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * For {@code org.ladibridge.graal.SslContextSubstitution}, which may not name a method that Quarkus substitutes: calls it from its own
 * package.
 */
public final class JdkClientContext {
    private JdkClientContext() {
    }

    /** {@code SslContext.newClientContextInternal} as it was before Netty 4.1.138. */
    public static SslContext of(SslProvider provider, Provider sslContextProvider, X509Certificate[] trustCert,
            TrustManagerFactory trustManagerFactory, X509Certificate[] keyCertChain, PrivateKey key, String keyPassword,
            KeyManagerFactory keyManagerFactory, Iterable<String> ciphers, CipherSuiteFilter cipherFilter,
            ApplicationProtocolConfig apn, String[] protocols, long sessionCacheSize, long sessionTimeout, boolean enableOcsp,
            SecureRandom secureRandom, String keyStoreType, String endpointIdentificationAlgorithm,
            Map.Entry<SslContextOption<?>, Object>[] options) throws SSLException {
        return SslContext.newClientContextInternal(provider, sslContextProvider, trustCert, trustManagerFactory, keyCertChain,
                key,
                keyPassword, keyManagerFactory, ciphers, cipherFilter, apn, protocols, sessionCacheSize, sessionTimeout,
                enableOcsp,
                secureRandom, keyStoreType, endpointIdentificationAlgorithm, options);
    }
}
