package io.jenkins.plugins.greyrelease.kube;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Access;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how a cluster of a fleet is reached. */
final class AccessReader {
    private static final Pattern URL =
            Pattern.compile("https?://(?:[^\\s/?#@:\\[\\]]+|\\[[0-9a-fA-F:.]+])(?::\\d+)?(?:/[^\\s?#]*)?");
    private static final Pattern BEFORE_HOST = Pattern.compile("(?s)^(https?://)?.*@");
    private static final Pattern QUERY = Pattern.compile("(?s)[?#].*");
    private static final String IN_CLUSTER = "inCluster";

    private final String credentials;
    private final boolean needed;

    /**
     * @param credentials the key that names them
     * @param needed whether a cluster without access is wrong
     */
    AccessReader(String credentials, boolean needed) {
        this.credentials = credentials;
        this.needed = needed;
    }

    /** Notes what is wrong with a cluster's access; empty if there is none. */
    Optional<Access> read(YamlFields fields) {
        Optional<String> context = fields.text("context");
        Optional<String> server = fields.text("server");
        Optional<String> authority = fields.text("caCertificate");
        Optional<String> id = fields.text(credentials);
        if (fields.flag(IN_CLUSTER)) {
            for (String key : List.of("context", "server", "caCertificate", credentials)) {
                fields.text(key).ifPresent(v -> fields.bad(key, "is not for a cluster with '" + IN_CLUSTER + "'"));
            }
            return Optional.of(new Access.InCluster());
        }
        authority.ifPresent(pem -> {
            if (server.isEmpty()) {
                fields.bad("caCertificate", "is only for a cluster with a 'server'");
            }
            certificate(fields, pem);
        });
        if (server.isPresent()) {
            return Optional.of(server(fields, server.get(), authority, id));
        }
        if (context.isPresent()) {
            if (needed && id.isEmpty()) {
                fields.bad(credentials, "is missing; a 'context' needs the id of its kubeconfig file");
            }
            return Optional.of(new Access.Kubeconfig(context.get(), id));
        }
        if (id.isPresent()) {
            fields.bad(
                    credentials,
                    "is neither for a 'server' nor for a 'context'; a kubeconfig file needs the name of the context");
        } else if (needed) {
            fields.bad(
                    credentials,
                    "is missing; a cluster needs a kubeconfig file and a 'context' of it, or a 'server' with a token"
                            + " or client certificate, or '" + IN_CLUSTER + "'");
        }
        return Optional.empty();
    }

    private Access server(YamlFields fields, String server, Optional<String> authority, Optional<String> id) {
        fields.text("context")
                .ifPresent(c -> fields.bad("server", "a cluster has a 'context' or a 'server', not both"));
        url(fields, "server", server);
        if (id.isEmpty()) {
            fields.bad(credentials, "is missing; a 'server' needs the id of its token or client certificate");
        }
        return new Access.Server(server, authority, id.orElse(""));
    }

    /** Notes a text that is no certificate. */
    static void certificate(YamlFields fields, String pem) {
        byte[] text = pem.getBytes(StandardCharsets.UTF_8);
        try {
            if (pem.contains("-----BEGIN CERTIFICATE-----")
                    && !CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .isEmpty()) {
                return;
            }
        } catch (CertificateException e) {
            fields.bad("caCertificate", "is no certificate in PEM form: " + e.getMessage());
            return;
        }
        fields.bad("caCertificate", "is no certificate in PEM form; it begins with -----BEGIN CERTIFICATE-----");
    }

    /** Notes a value that is no address of a server. */
    static void url(YamlFields fields, String key, String url) {
        if (Redaction.hasUserInfo(url)) {
            fields.bad(
                    key,
                    "'" + Redaction.withoutUserInfo(url) + "' has a user or password in it; addresses are shown to"
                            + " everybody: keep it as credentials, and name those");
        } else if (!URL.matcher(url).matches()) {
            fields.bad(key, "'" + shown(url) + "' is no address, such as https://harbor.example");
        }
    }

    /** An address that is none, without what may be a password or token in it, whatever characters that has. */
    static String shown(String url) {
        String place = BEFORE_HOST.matcher(url).replaceFirst("$1" + Redaction.HIDDEN + "@");
        return QUERY.matcher(place).replaceFirst("?" + Redaction.HIDDEN);
    }
}
