package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.junit.jupiter.api.Test;

/** Tokens and client certificates need Jenkins' own secrets: the tests with Jenkins look at those. */
class ClusterLoginsTest {
    private final Map<String, StandardCredentials> kept = new HashMap<>();
    private final ClusterLogins logins = new ClusterLogins(id -> Optional.ofNullable(kept.get(id)));

    private static ClusterSpec cluster(String access) {
        return FleetReader.read("fleet.yaml", "clusters: [{name: gd9-a, " + access + "}]")
                .clusters()
                .get(0);
    }

    private void keep(String id, String content) {
        kept.put(id, new KeptFile(id, content));
    }

    @Test
    void aKubeconfigIsReadAsItIsKeptAtThatMoment() {
        ClusterSpec cluster = cluster("context: gd9, credentials: kube");
        keep("kube", "one");
        assertThat(logins.of(cluster)).isEqualTo(new Login.Kubeconfig("one", "gd9"));
        keep("kube", "two");
        assertThat(logins.of(cluster)).isEqualTo(new Login.Kubeconfig("two", "gd9"));
    }

    @Test
    void credentialsThatWereDeletedAreNamed() {
        assertThatThrownBy(() -> logins.of(cluster("server: 'https://a.example', credentials: gd9-token")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there are no credentials 'gd9-token' that Jenkins itself may use: they were deleted, or"
                        + " belong to a folder or a user; choose others on the system page, under Grey Release");
    }

    @Test
    void credentialsOfAKindThatDoesNotFitAreRefused() {
        keep("kube", "apiVersion: v1");
        assertThatThrownBy(() -> logins.of(cluster("server: 'https://a.example', credentials: kube")))
                .hasMessageContaining("'kube' are neither a token (secret text) nor a client certificate");
    }

    @Test
    void aFileThatCannotBeReadSaysSoWithoutItsContent() {
        keep("kube", null);
        assertThatThrownBy(() -> logins.of(cluster("context: gd9, credentials: kube")))
                .hasMessage("the kubeconfig file of the credentials 'kube' cannot be read (IOException)");
    }

    @Test
    void outsideOfAPodThereIsNoServiceAccount() {
        assertThatThrownBy(() -> logins.of(cluster("inCluster: true"))).hasMessageContaining("does not run in a pod");
    }

    /** @param content null: it cannot be read */
    record KeptFile(String id, String content) implements FileCredentials {
        private static final long serialVersionUID = 1L;

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public String getFileName() {
            return "config";
        }

        @Override
        public InputStream getContent() throws IOException {
            if (content == null) {
                throw new IOException("lost");
            }
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
