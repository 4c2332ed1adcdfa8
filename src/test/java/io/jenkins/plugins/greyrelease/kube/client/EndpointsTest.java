package io.jenkins.plugins.greyrelease.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
    private static final String SECRET = "s3cr3t-t0k3n";

    @TempDir
    private Path dir;

    @Test
    void aContextIsWhatItsClusterAndUserSay() {
        Endpoint endpoint = Endpoints.of(new Login.Kubeconfig(config("token: " + SECRET), "gd9-a"));

        assertThat(endpoint.connection().server()).isEqualTo("https://gd9-a.example:6443");
        assertThat(endpoint.connection().authorities()).contains("PEM of the CA");
        assertThat(endpoint.authorization()).contains("Bearer " + SECRET);
    }

    @Test
    void aContextThatIsNotThereIsNotReplacedByTheCurrentOne() {
        assertThatThrownBy(() -> Endpoints.of(new Login.Kubeconfig(config("token: x"), "gd9-b")))
                .isInstanceOf(LoginException.class)
                .hasMessage("the kubeconfig has no context 'gd9-b'; did you mean 'gd9-a'? (known: gd9-a)");
    }

    @Test
    void aKubeconfigFromElsewhereMayNotNameFilesOfThisMachine() {
        assertThatThrownBy(() -> Endpoints.of(new Login.Kubeconfig(config("tokenFile: /etc/shadow"), "gd9-a")))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("'tokenFile' names a file")
                .hasMessageContaining("--flatten");
    }

    @Test
    void aKubeconfigOfThisMachineNamesFilesBesideIt() throws IOException {
        Files.writeString(dir.resolve("token"), SECRET + "\n");
        Path file = Files.writeString(dir.resolve("config"), config("tokenFile: token"));

        assertThat(Endpoints.of(new Login.KubeconfigFile(file, "gd9-a")).authorization())
                .contains("Bearer " + SECRET);
        assertThatThrownBy(() -> Endpoints.of(new Login.KubeconfigFile(dir.resolve("none"), "gd9-a")))
                .hasMessage(dir.resolve("none") + " cannot be read (NoSuchFileException)");
    }

    @Test
    void aCommandThatSignsInIsRefused() {
        String exec = "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws}";
        assertThatThrownBy(() -> Endpoints.of(new Login.Kubeconfig(config(exec), "gd9-a")))
                .hasMessageContaining("signs in with a command (exec)");
    }

    @Test
    void whatIsNoKubeconfigIsNotQuoted() {
        assertThatThrownBy(() -> Endpoints.of(new Login.Kubeconfig("token: [" + SECRET, "gd9-a")))
                .isInstanceOf(LoginException.class)
                .hasMessage("the kubeconfig is no kubeconfig")
                .hasNoCause();
    }

    @Test
    void aServiceAccountsTokenIsReadAnew() throws IOException {
        Files.writeString(dir.resolve("ca.crt"), "PEM");
        Files.writeString(dir.resolve("token"), "first\n");
        Login login = new Login.ServiceAccount("https://10.0.0.1:443", dir);
        Endpoint first = Endpoints.of(login);
        Files.writeString(dir.resolve("token"), "second\n");
        Endpoint second = Endpoints.of(login);

        assertThat(first.authorization()).contains("Bearer first");
        assertThat(second.authorization()).contains("Bearer second");
        assertThat(second.connection()).isEqualTo(first.connection());
    }

    @Test
    void nothingShowsASecret() {
        Login.Token token = new Login.Token("https://gd9-a", Optional.empty(), SECRET);
        Login.Certificate own = new Login.Certificate("https://gd9-a", Optional.empty(), "cert", SECRET);
        Login.Kubeconfig config = new Login.Kubeconfig(config("token: " + SECRET), "gd9-a");

        assertThat(token + " " + own + " " + config).doesNotContain(SECRET);
        assertThat(Endpoints.of(token) + " " + Endpoints.of(own).connection() + " " + Endpoints.of(config))
                .doesNotContain(SECRET);
    }

    @Test
    void anEllipticKeyIsKnownHoweverItIsWritten() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";

        assertThat(Endpoints.of(new Login.Certificate("https://gd9-a", Optional.empty(), "cert", pem))
                        .config()
                        .getClientKeyAlgo())
                .isEqualTo("EC");
    }

    private static String config(String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: gd9-a
                contexts: [{name: gd9-a, context: {cluster: gd9, user: admin}}]
                clusters:
                  - name: gd9
                    cluster:
                      server: https://gd9-a.example:6443/
                      certificate-authority-data: %s
                users:
                  - name: admin
                    user: {%s}
                """.formatted(Base64.getEncoder().encodeToString("PEM of the CA".getBytes()), user);
    }
}
