package io.jenkins.plugins.greyrelease.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigsTest {
    @TempDir
    private Path dir;

    @Test
    void thoseThatTheEnvironmentNamesCountElseTheOneInTheHomeFolder() {
        String two = dir.resolve("a") + File.pathSeparator + dir.resolve("b");

        assertThat(Kubeconfigs.of(Map.of("KUBECONFIG", two), dir).files())
                .containsExactly(dir.resolve("a"), dir.resolve("b"));
        assertThat(Kubeconfigs.of(Map.of(), dir).files()).containsExactly(dir.resolve(".kube/config"));
    }

    @Test
    void ofSeveralFilesTheFirstThatHasAContextSaysWhatItIs() throws IOException {
        Path first = write("first", "gd9-a", "token: one");
        Path second = write("second", "gd9-b", "token: two");
        Kubeconfigs both = new Kubeconfigs(List.of(dir.resolve("none"), first, second));

        assertThat(both.contexts()).containsExactly("gd9-a", "gd9-b");
        assertThat(both.login("gd9-b")).isEqualTo(new Login.KubeconfigFile(second, "gd9-b"));
    }

    @Test
    void aContextThatIsNotThereIsNeverReplacedByAnother() throws IOException {
        Kubeconfigs one = new Kubeconfigs(List.of(write("config", "gd9-a", "token: one")));

        assertThatThrownBy(() -> one.login("gd9-b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(one + " has no context 'gd9-b'; did you mean 'gd9-a'? (known: gd9-a)");
        assertThatThrownBy(() -> new Kubeconfigs(List.of(dir.resolve("none"))).login("gd9-a"))
                .hasMessage(dir.resolve("none") + ": no such file");
    }

    @Test
    void aLoginThatCannotBeUsedIsRefusedBeforeItIs() throws IOException {
        Kubeconfigs one = new Kubeconfigs(List.of(write("config", "gd9-a", "exec: {command: aws}")));

        assertThatThrownBy(() -> one.login("gd9-a")).hasMessageContaining("signs in with a command (exec)");
    }

    private Path write(String file, String context, String user) throws IOException {
        return Files.writeString(dir.resolve(file), """
                contexts: [{name: %1$s, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://%1$s.example"}}]
                users: [{name: u, user: {%2$s}}]
                """.formatted(context, user));
    }
}
