package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Access;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Signs in to clusters with what is kept in Jenkins, as it is kept at that moment. What is wrong is said in one
 * sentence without secrets, as an {@link IllegalStateException}.
 */
final class ClusterLogins {
    private static final String CHOOSE = "; choose others on the system page, under Grey Release";

    private final Function<String, Optional<StandardCredentials>> kept;

    /** @param kept the credentials of an id, if there are some */
    ClusterLogins(Function<String, Optional<StandardCredentials>> kept) {
        this.kept = kept;
    }

    /** With the credentials that Jenkins itself may use, those of the scope System among them. */
    static ClusterLogins ofJenkins() {
        return new ClusterLogins(ClusterLogins::find);
    }

    /** The credentials of this id that Jenkins itself may use. */
    static Optional<StandardCredentials> find(String id) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return Optional.ofNullable(CredentialsProvider.findCredentialByIdInItemGroup(
                    id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of()));
        }
    }

    /** How to sign in to a cluster now. May block: credentials may be kept elsewhere. */
    Login of(ClusterSpec cluster) {
        Access access = cluster.access().orElseThrow(() -> new IllegalStateException("nothing says how it is reached"));
        if (access instanceof Access.Kubeconfig config) {
            return new Login.Kubeconfig(kubeconfig(config.credentials().orElse("")), config.context());
        } else if (access instanceof Access.Server server) {
            return login(server);
        }
        return Login.ServiceAccount.mounted();
    }

    private Login login(Access.Server server) {
        StandardCredentials credentials = credentials(server.credentials());
        if (credentials instanceof StringCredentials token) {
            return new Login.Token(
                    server.url(), server.caCertificate(), token.getSecret().getPlainText());
        } else if (credentials instanceof StandardCertificateCredentials own) {
            ClientCertificate pair = certificate(server.credentials(), own);
            return new Login.Certificate(server.url(), server.caCertificate(), pair.certificate(), pair.key());
        }
        throw new IllegalStateException("the credentials '" + server.credentials()
                + "' are neither a token (secret text) nor a client certificate, and the cluster is reached by its"
                + " address" + CHOOSE);
    }

    private static ClientCertificate certificate(String id, StandardCertificateCredentials own) {
        try {
            return ClientCertificate.of(
                    own.getKeyStore(), own.getPassword().getPlainText().toCharArray());
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "the credentials '" + id + "' cannot be used: " + e.getMessage() + CHOOSE, e);
        }
    }

    private String kubeconfig(String id) {
        if (!(credentials(id) instanceof FileCredentials file)) {
            throw new IllegalStateException("the credentials '" + id
                    + "' are no kubeconfig (secret file), and the cluster is reached by a context of one" + CHOOSE);
        }
        try (InputStream content = file.getContent()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the kubeconfig file of the credentials '" + id + "' cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private StandardCredentials credentials(String id) {
        return kept.apply(id)
                .orElseThrow(() -> new IllegalStateException("there are no credentials '" + id
                        + "' that Jenkins itself may use: they were deleted, or belong to a folder or a user"
                        + CHOOSE));
    }
}
