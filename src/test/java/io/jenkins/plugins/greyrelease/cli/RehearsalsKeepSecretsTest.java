package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.marked.Leaks;
import io.jenkins.plugins.greyrelease.marked.Marks;
import io.jenkins.plugins.greyrelease.marked.Overheard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Rehearsals of people's own manifests, with passwords where people have them: none gets into report, trace, JSON, log or
 * what voters are shown. Credentials of a Jenkinsfile are placeholders here, so that there is nothing to mark.
 */
@ResourceLock("loggers")
class RehearsalsKeepSecretsTest {
    private static final Marks MARKS = new Marks(20_261_122);
    private static final Set<String> OWN = Set.of("k8s/cart.yaml", "k8s/login.yaml", "rehearsal.yaml", "fleet.yaml");

    private static final String JENKINSFILE = """
            jiraChange(issue: 'CHG-1', require: 'Approved')
            node {
              writeFile file: 'new.yaml', text: sh(returnStdout: true, script: './render.sh')
              withCredentials([string(credentialsId: 't', variable: 'T')]) { echo "token ${env.T}" }
              canaryBatch(app: 'cart', namespace: 'shop', manifest: 'new.yaml', batches: [1, 'rest']) {
                manualApproval(message: 'go on?', issue: 'CHG-1')
              }
            }
            """;

    @TempDir
    private Path dir;

    private Shell shell;

    @BeforeEach
    void files() throws IOException {
        shell = new Shell(dir);
        shell.file("Jenkinsfile", JENKINSFILE);
        String rendered = cart("cart:2", MARKS.token("new password in the environment"));
        shell.file("rehearsal.yaml", "answers:\n  - match: ./render.sh\n    output: |\n" + rendered.indent(6));
        shell.file("k8s/cart.yaml", cart("cart:1", MARKS.token("old password in the environment")));
        shell.file("k8s/login.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: login, namespace: shop}
                stringData: {token: '%s'}
                """.formatted(MARKS.token("token in a Secret")));
        shell.file("fleet.yaml", """
                clusters: [{name: gd9-a}, {name: gd9-b}]
                notify: [{name: chat, url: 'https://chat.example/hook', secret: hook}]
                """);
    }

    private static String cart(String image, String password) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: cart, namespace: shop, labels: {app: cart}}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: cart}}
                  template:
                    metadata: {labels: {app: cart}}
                    spec:
                      imagePullSecrets: [{name: login}]
                      containers:
                        - name: cart
                          image: registry.example/%s
                          env: [{name: DB_PASSWORD, value: '%s'}]
                          args: ['--password=%s']
                """.formatted(image, password, password);
    }

    private void clean(int code, String... more) throws IOException {
        Leaks leaks = new Leaks(MARKS);
        try (Overheard ears = new Overheard()) {
            assertThat(shell.rehearse(dir.resolve("Jenkinsfile").toString(), arguments(more)))
                    .as(() -> shell.out() + shell.err())
                    .isEqualTo(code);
            leaks.in("the log", ears.heard());
        }
        leaks.in("what it prints", shell.out()).in("what it complains", shell.err());
        leaks.in(dir, OWN);
        assertThat(leaks.found()).isEmpty();
    }

    private String[] arguments(String... more) {
        String[] all = new String[more.length + 4];
        all[0] = "--manifests";
        all[1] = dir.resolve("k8s").toString();
        all[2] = "--fleet";
        all[3] = dir.resolve("fleet.yaml").toString();
        System.arraycopy(more, 0, all, 4, more.length);
        return all;
    }

    @Test
    void aReleaseThatChangesAPasswordTellsItToNobody() throws IOException {
        clean(0, "--vote", "alice", "--debug");
        assertThat(shell.read("report.html")).as("what voters were shown").contains("DB_PASSWORD");
        clean(0, "--vote", "alice", "--json");
    }

    @Test
    void aReleaseThatFailsTellsItToNobody() throws IOException {
        clean(1, "--fault", "broken-image:never-ready", "--debug");
    }
}
