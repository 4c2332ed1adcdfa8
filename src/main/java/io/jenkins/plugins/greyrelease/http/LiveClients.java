package io.jenkins.plugins.greyrelease.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The JDK's HTTP client, as calls to other systems want it. */
public final class LiveClients {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private LiveClients() {}

    /**
     * A client that follows no redirects, gives up a connection after ten seconds, and speaks HTTP/1.1: blobs on several
     * connections do not share one window.
     *
     * @param builder with the proxy to use; in a Jenkins {@code ProxyConfiguration.newHttpClientBuilder()}
     * @param authorities PEM text of certificates to trust beside those of the Java runtime
     * @throws IllegalArgumentException if that is no PEM text of certificates
     */
    public static HttpClient of(HttpClient.Builder builder, Optional<String> authorities) {
        builder.followRedirects(Redirect.NEVER).version(Version.HTTP_1_1).connectTimeout(CONNECT);
        authorities.ifPresent(pem -> builder.sslContext(trusting(pem)));
        return builder.build();
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate own : certificates(pem)) {
                trusted.setCertificateEntry("own-" + count++, own);
            }
            for (X509Certificate usual : usual()) {
                trusted.setCertificateEntry("usual-" + count++, usual);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS can be set up in this Java runtime", e);
        }
    }

    private static Collection<? extends Certificate> certificates(String pem) {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificates to trust are no PEM text of certificates", e);
        }
        throw new IllegalArgumentException("there is no certificate in the PEM text of those to trust");
    }

    private static X509Certificate[] usual() throws GeneralSecurityException {
        for (TrustManager each : managers(null)) {
            if (each instanceof X509TrustManager manager) {
                return manager.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManager[] managers(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
