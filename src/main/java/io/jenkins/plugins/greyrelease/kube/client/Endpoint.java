package io.jenkins.plugins.greyrelease.kube.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * A {@link Login} with everything that it points to read.
 *
 * @param connection what a connection is made of
 * @param authorization value of the header, empty for none
 */
record Endpoint(Connection connection, Optional<String> authorization) {
    /** How long a connection may take to be made. */
    private static final int CONNECT_MILLIS = 10_000;
    /** A peer that does not answer a ping before the next one is gone; over HTTP/2 only. */
    private static final long PING_MILLIS = 10_000;

    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";

    /**
     * @param server address, without a slash at the end
     * @param authorities PEM
     * @param certificate PEM
     * @param key PEM
     * @param insecure whether any certificate of the server will do
     * @param proxy address
     */
    record Connection(
            String server,
            Optional<String> authorities,
            Optional<String> certificate,
            Optional<String> key,
            boolean insecure,
            Optional<String> proxy) {
        @Override
        public String toString() {
            return "connection to " + server;
        }
    }

    static Endpoint token(String server, Optional<String> authorities, String token) {
        return new Endpoint(
                new Connection(
                        trimmed(server), authorities, Optional.empty(), Optional.empty(), false, Optional.empty()),
                Optional.of("Bearer " + token.strip()));
    }

    /** Without the slash at its end. */
    static String trimmed(String server) {
        return server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
    }

    /** As fabric8 wants it: nothing is taken from the environment, nothing is tried twice. */
    Config config() {
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withMasterUrl(connection.server())
                .withTrustCerts(connection.insecure())
                .withConnectionTimeout(CONNECT_MILLIS)
                .withWebsocketPingInterval(PING_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withUserAgent("grey-release");
        connection.authorities().ifPresent(pem -> config.withCaCertData(encoded(pem)));
        connection.certificate().ifPresent(pem -> config.withClientCertData(encoded(pem)));
        connection.key().ifPresent(pem -> config.withClientKeyData(encoded(pem)).withClientKeyAlgo(algorithm(pem)));
        connection.proxy().ifPresent(proxy -> config.withHttpProxy(proxy).withHttpsProxy(proxy));
        return config.build();
    }

    @Override
    public String toString() {
        return connection.toString();
    }

    private static String encoded(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    /** fabric8 takes every key without a name in its header for RSA. */
    private static String algorithm(String pem) {
        if (pem.contains("BEGIN EC PRIVATE KEY")) {
            return "EC";
        }
        return pem.contains(PKCS8) && isElliptic(pem) ? "EC" : "RSA";
    }

    private static boolean isElliptic(String pem) {
        String body = pem.substring(pem.indexOf(PKCS8) + PKCS8.length());
        try {
            byte[] key = Base64.getMimeDecoder()
                    .decode(body.substring(0, Math.max(0, body.indexOf("-----END")))
                            .strip());
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)) != null;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // RSA, or broken: then fabric8 says so
            return false;
        }
    }
}
