package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.marked.EchoServer;
import io.jenkins.plugins.greyrelease.marked.Leaks;
import io.jenkins.plugins.greyrelease.marked.Marks;
import io.jenkins.plugins.greyrelease.marked.Overheard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that {@code grey} does with credentials, with secrets that can be told anywhere, at systems that repeat them
 * in whatever they answer: none is printed, logged, written into a file or kept in a cluster.
 */
@ResourceLock("loggers")
class SecretsStayTest {
    private static final Marks MARKS = new Marks(20_261_121);
    private static final Set<String> OWN = Set.of(
            "credentials/sonar",
            "credentials/jira",
            "credentials/robot",
            "credentials/cluster",
            "kubeconfig",
            "echoing",
            "fleet.yaml");

    private static ServedClusters clusters;
    private static EchoServer echo;

    @TempDir
    private Path dir;

    private Shell shell;

    @BeforeAll
    static void serve() throws IOException {
        clusters = ServedClusters.of(List.of("gd9-a"), List.of("shop/cart"), MARKS.token("token of a cluster"));
        echo = new EchoServer();
        echo.gives(MARKS.token("token of a token server"));
    }

    @AfterAll
    static void close() {
        echo.close();
        clusters.close();
    }

    @BeforeEach
    void files() throws IOException {
        shell = new Shell(dir);
        shell.file("kubeconfig", clusters.kubeconfig());
        shell.file("echoing", echoing("token: " + MARKS.token("token in a kubeconfig")));
        shell.file("credentials/sonar", MARKS.token("token of SonarQube") + "\n");
        shell.file("credentials/jira", "me@shop.example:" + MARKS.password("password of Jira"));
        shell.file("credentials/robot", "robot$release:" + MARKS.password("password of a robot"));
        shell.file("credentials/cluster", MARKS.token("token of a server"));
        shell.file("target/cart.jar", "no jar");
        shell.file(
                "autoscale.yaml",
                "every: 1s\napps: [{app: cart, namespace: shop, min: 2, max: 4, policies: [{cpu: 1}]}]\n");
        shell.file("fleet.yaml", fleet(""));
    }

    private static String fleet(String more) {
        return """
                clusters:
                  - {name: gd9-a, context: gd9-a}
                  - {name: away, server: 'http://%1$s', credentials: cluster}
                registries:
                  - {name: test, url: 'http://%1$s', credentials: robot}
                sonarqube: {url: 'http://%1$s', credentials: sonar}
                jira: {url: 'http://%1$s', credentials: jira}
                %2$s
                """.formatted(echo.place(), more);
    }

    private static String echoing(String user) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: echo, cluster: {server: 'http://%s'}}]
                contexts: [{name: echo, context: {cluster: echo, user: me}}]
                users: [{name: me, user: {%s}}]
                """.formatted(echo.place(), user);
    }

    /** Runs it and looks at all that came of it. */
    private String clean(String line, String... more) {
        List<String> words = new ArrayList<>(List.of(line.split(" +")));
        words.addAll(List.of(more));
        words.add("--debug");
        Leaks leaks = new Leaks(MARKS);
        try (Overheard ears = new Overheard()) {
            shell.grey(words.toArray(String[]::new));
            leaks.in("the log of " + line, ears.heard());
        }
        leaks.in("what " + line + " prints", shell.out()).in("what " + line + " complains", shell.err());
        leaks.in(dir, OWN);
        assertThat(leaks.found()).isEmpty();
        return shell.out() + shell.err();
    }

    private String[] of(String clusters) {
        return new String[] {
            "--fleet", dir.resolve("fleet.yaml").toString(),
            "--kubeconfig", dir.resolve("kubeconfig").toString(),
            "--credentials", dir.resolve("credentials").toString(),
            "--clusters", clusters
        };
    }

    private static String steps() throws IOException {
        try (InputStream file = SecretsStayTest.class.getResourceAsStream("echo.Jenkinsfile")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    // what is tried again takes half a minute each
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TROUBLE", "CUT"})
    void stepsAtSystemsThatRepeatWhatTheyAreTold(EchoServer.Manner manner) throws IOException {
        echo.answer(manner);
        int before = echo.told();
        shell.file("image.yaml", "from: " + echo.place() + "/java:17\n");
        String file = shell.file("Jenkinsfile", steps().replace("IMAGE", echo.place() + "/shop/cart"));
        String said = clean("run " + file + " --directory " + dir, of("gd9-a"));
        assertThat(said)
                .contains(
                        "sonar failed",
                        "task failed",
                        "jira failed",
                        "ticket failed",
                        "sync failed",
                        "build failed",
                        "base failed");
        assertThat(echo.told()).isGreaterThan(before + 3);
    }

    @ParameterizedTest
    // one whose words are read as a Status, one whose words are not, one that seems fine
    @EnumSource(names = {"FORBIDDEN", "UNAUTHORIZED", "PAGE", "STRANGE", "ELSEWHERE"})
    void clustersThatRepeatWhatTheyAreTold(EchoServer.Manner manner) {
        echo.answer(manner);
        int before = echo.told();
        assertThat(clean("status", of("away"))).contains("away");
        clean("doctor", of("away"));
        clean("plan --against live --app shop/cart --image cart:2 --batches rest", of("away"));
        clean("images --type java", of("away"));
        assertThat(clean("autoscale " + dir.resolve("autoscale.yaml") + " --dry-run", of("away")))
                .contains("away");
        String context = "--context echo --kubeconfig " + dir.resolve("echoing");
        assertThat(clean("status " + context)).contains("echo");
        assertThat(echo.told()).isGreaterThan(before + 3);
    }

    @Test
    void aReleaseKeepsNoSecretInItsCluster() throws IOException {
        String file = shell.file(
                "Jenkinsfile",
                "canaryBatch(app: 'cart', namespace: 'shop', image: 'cart:2', batches: ['rest'], maxSurge: '100%') {\n"
                        + "  manualApproval message: 'Go on?'\n}");
        assertThat(clean("run " + file + " --yes", of("gd9-a"))).contains("RELEASED");
        assertThat(clean("status --app shop/cart", of("gd9-a"))).contains("cart:2");
        String kept = clusters.kept("gd9-a");
        assertThat(kept).contains("kind: \"Deployment\"", "kind: \"ConfigMap\"", "cart:2");
        assertThat(new Leaks(MARKS).in("the cluster", kept).found()).isEmpty();
    }

    @Test
    void filesThatCannotBeReadAreNotQuoted() throws IOException {
        String secret = MARKS.token("token in a bad file");
        List<String> bad = List.of(
                "users: [{name: me, user: {token: *" + secret + "}}]",
                "users:\n - name: me\n   user: {token: '" + secret + "}",
                "\tusers: " + secret,
                "users: {name: " + secret + ", name: " + secret + "}",
                "{\"token\": \"" + secret + "\", " + secret + "}",
                "current-context: echo\ncontexts: " + secret,
                echoing("token: \"" + secret + "\\n" + secret + "\""),
                echoing("token: !!int " + secret),
                echoing("client-certificate-data: '" + secret + "', client-key-data: '" + secret + "'"),
                echoing("client-certificate-data: " + base64(secret) + ", client-key-data: " + base64(secret)),
                echoing("tokenFile: " + dir.resolve("credentials/robot")),
                echoing("username: me, password: '" + secret + "'").replace("http://", "http://me:" + secret + "@"),
                echoing("token: x").replace("server:", "proxy-url: 'http://me:" + secret + "@127.0.0.1:1', server:"),
                echoing("token: x").replace("server:", "proxy-url: 'me " + secret + "', server:"),
                echoing("token: x").replace("http://", "http://" + secret + " "),
                echoing("exec: {command: login, args: ['" + secret + "']}"));
        for (String text : bad) {
            shell.file("echoing", text);
            clean("status --context echo --kubeconfig " + dir.resolve("echoing"));
            // of a fleet the keys are named, which are no place for a secret
            if (!text.startsWith("{")) {
                shell.file("fleet.yaml", text + "\n");
                clean("status", of("gd9-a"));
            }
        }
        shell.file("fleet.yaml", fleet(""));
        echo.answer(EchoServer.Manner.FORBIDDEN);
        shell.file("credentials/cluster", secret + "\n" + secret);
        assertThat(clean("status", of("away"))).contains("away");
        String pem = "-----BEGIN CERTIFICATE-----\n" + secret + "\n-----END CERTIFICATE-----\n";
        shell.file("credentials/cluster", pem + pem.replace("CERTIFICATE", "PRIVATE KEY"));
        clean("status", of("away"));
        shell.file("fleet.yaml", fleet("").replace("http://", "http://me:" + secret + "@"));
        assertThat(clean("status", of("gd9-a"))).contains("has a user or password in it");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
