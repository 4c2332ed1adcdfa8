package io.jenkins.plugins.greyrelease.kube.client;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.jenkins.plugins.greyrelease.runtime.Names;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads one context of a kubeconfig. fabric8 could, but takes the current context where the wanted one is missing: the
 * release would go to another cluster.
 */
final class KubeconfigReader {
    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9._:\\[\\]%-]+(/[^\\s?#]*)?");

    private final String name;
    private final Optional<Path> file;
    private final Config config;

    /**
     * @param name of the kubeconfig, for messages
     * @param file where it lies, if what it names on this machine may be read
     */
    KubeconfigReader(String name, String text, Optional<Path> file) {
        this.name = name;
        this.file = file;
        this.config = parsed(text);
    }

    /** Where it lies, if it is a file of this machine. */
    Optional<Path> file() {
        return file;
    }

    List<String> contexts() {
        return config.getContexts() == null
                ? List.of()
                : config.getContexts().stream().map(NamedContext::getName).toList();
    }

    Endpoint endpoint(String wanted) {
        Context context = one("context", wanted, config.getContexts(), NamedContext::getName)
                .getContext();
        Cluster cluster = one("cluster", context.getCluster(), config.getClusters(), NamedCluster::getName)
                .getCluster();
        AuthInfo user = one("user", context.getUser(), config.getUsers(), NamedAuthInfo::getName)
                .getUser();
        refuse(user);
        Endpoint.Connection connection = new Endpoint.Connection(
                Endpoint.trimmed(server(cluster)),
                pem("certificate-authority", cluster.getCertificateAuthorityData(), cluster.getCertificateAuthority()),
                pem("client-certificate", user.getClientCertificateData(), user.getClientCertificate()),
                pem("client-key", user.getClientKeyData(), user.getClientKey()),
                Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()),
                text(cluster.getProxyUrl()));
        return new Endpoint(connection, authorization(user));
    }

    /** Without a word of one that cannot be: it may have a password in it. */
    private String server(Cluster cluster) {
        String server = text(cluster.getServer()).orElseThrow(() -> wrong("cluster", "has no server address"));
        if (Redaction.hasUserInfo(server)) {
            throw wrong("cluster", "has a user or password in its server address; give the user a token");
        }
        if (!ADDRESS.matcher(server).matches()) {
            throw wrong("cluster", "has a server address that is none, such as https://gd9-a.example:6443");
        }
        return server;
    }

    private Config parsed(String text) {
        try {
            return Objects.requireNonNull(KubeConfigUtils.parseConfigFromString(text), "empty");
        } catch (RuntimeException e) {
            // what the parser says quotes what it could not read, and that may be a secret
            throw new LoginException(name + " is no kubeconfig");
        }
    }

    private <T> T one(String what, String wanted, List<T> all, Function<T, String> nameOf) {
        List<T> known = all == null ? List.of() : all;
        List<String> names = known.stream().map(nameOf).toList();
        return known.stream()
                .filter(each -> nameOf.apply(each).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new LoginException(name + " has no " + what + " '" + wanted + "'"
                        + Names.hint(String.valueOf(wanted), names)
                        + (names.isEmpty() ? "" : " (known: " + String.join(", ", names) + ")")));
    }

    private void refuse(AuthInfo user) {
        if (user.getExec() != null) {
            throw wrong("user", "signs in with a command (exec); use a token or a client certificate");
        }
        if (user.getAuthProvider() != null) {
            throw wrong("user", "has an auth-provider, which Kubernetes has dropped; use a token");
        }
    }

    private Optional<String> authorization(AuthInfo user) {
        Optional<String> token = text(user.getToken()).or(() -> file("tokenFile", user.getTokenFile()));
        if (token.isPresent()) {
            return token.map(t -> "Bearer " + t.strip());
        }
        return text(user.getUsername())
                .map(username -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (username + ":" + user.getPassword()).getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> pem(String key, String data, String path) {
        try {
            return text(data)
                    .map(d -> new String(Base64.getMimeDecoder().decode(d), StandardCharsets.UTF_8))
                    .or(() -> file(key, path));
        } catch (IllegalArgumentException e) {
            throw new LoginException(name + ": " + key + "-data is not base64");
        }
    }

    private Optional<String> file(String key, String path) {
        if (text(path).isEmpty()) {
            return Optional.empty();
        }
        Path from = file.orElseThrow(() -> new LoginException(name + ": '" + key
                + "' names a file; a kubeconfig that is kept as a credential must hold everything itself (kubectl config"
                + " view --raw --flatten)"));
        return Optional.of(Endpoints.text(from.resolveSibling(path)));
    }

    private LoginException wrong(String what, String problem) {
        return new LoginException(name + ": the " + what + " " + problem);
    }

    private static Optional<String> text(String value) {
        return Optional.ofNullable(value).filter(Predicate.not(String::isBlank));
    }
}
