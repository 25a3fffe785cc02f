package org.ladibridge.graal;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.CipherSuiteFilter;
import io.netty.handler.ssl.JdkClientContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextOption;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Netty without OpenSSL, for calls: Netty 4.1.138 has a second method that makes a client's context, and Quarkus 3.33 leaves OpenSSL out
 * of the older one only. Unnecessary with the first platform release whose own Netty is 4.1.138.
 */
@TargetClass(className = "io.netty.handler.ssl.SslContext")
final class SslContextSubstitution {

    /** @param startTls of OpenSSL; a context of the JDK has none */
    @Substitute
    static SslContext newClientContextInternal(SslProvider provider, Provider sslContextProvider, X509Certificate[] trustCert,
            TrustManagerFactory trustManagerFactory, X509Certificate[] keyCertChain, PrivateKey key, String keyPassword,
            KeyManagerFactory keyManagerFactory, Iterable<String> ciphers, CipherSuiteFilter cipherFilter,
            ApplicationProtocolConfig apn, String[] protocols, long sessionCacheSize, long sessionTimeout, boolean startTls,
            boolean enableOcsp, SecureRandom secureRandom, String keyStoreType, String endpointIdentificationAlgorithm,
            Map.Entry<SslContextOption<?>, Object>[] options) throws SSLException {
        return JdkClientContext.of(provider, sslContextProvider, trustCert, trustManagerFactory, keyCertChain, key,
                keyPassword,
                keyManagerFactory, ciphers, cipherFilter, apn, protocols, sessionCacheSize, sessionTimeout, enableOcsp,
                secureRandom, keyStoreType, endpointIdentificationAlgorithm, options);
    }
}
