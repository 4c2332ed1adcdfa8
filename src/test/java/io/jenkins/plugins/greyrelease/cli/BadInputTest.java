package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can get wrong: one clear message, exit code 2, nothing changed, no stack trace. */
class BadInputTest {
    private static final String RELEASE =
            "canaryBatch(app: '%s', namespace: 'shop', image: 'r/cart:2', clusters: ['%s']," + " batches: %s) { }\n";

    private static final String WORKLOAD = """
            apiVersion: apps/v1
            kind: %s
            metadata: {name: cart, namespace: shop}
            spec:
              replicas: 10
              serviceName: cart
              selector: {matchLabels: {app: %s}}
              template:
                metadata: {labels: {app: cart}}
                spec: {containers: [{name: cart, image: 'r/cart:1'}]}
            """;

    @TempDir
    private Path dir;

    private Shell shell;
    private String good;

    @BeforeEach
    void shell() throws IOException {
        shell = new Shell(dir);
        good = shell.file("Jenkinsfile", release("cart", "a", "[1, 'rest']"));
    }

    private static String release(String app, String cluster, String batches) {
        return RELEASE.formatted(app, cluster, batches);
    }

    /** Refused before the rehearsal began: one message on stderr, nothing else, and no report. */
    private void refusedAtOnce(String message, String... args) {
        assertThat(shell.grey(args)).as(shell.err()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .startsWith("grey: ")
                .contains(message)
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
    }

    private void refusedAtOnceWith(String message, String option, String file) {
        refusedAtOnce(
                message,
                "rehearse",
                good,
                option,
                file,
                "--report",
                shell.path("r.html").toString());
        assertThat(shell.path("r.html")).doesNotExist();
    }

    /** Refused by a step of the pipeline, with its place: no pod came or went in any cluster. */
    private void refusedByTheStep(String message, String jenkinsfile, String... more) throws IOException {
        String file = shell.file("Jenkinsfile", jenkinsfile);
        String[] args = java.util.Arrays.copyOf(more, more.length + 1);
        args[more.length] = "--json";
        assertThat(shell.rehearse(file, args)).as(shell.err()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.json().get("failure").asText())
                .contains("Jenkinsfile:1:1: ")
                .contains(message);
        assertThat(shell.json().get("verdict").asText()).isEqualTo("REFUSED");
        shell.json()
                .get("samples")
                .forEach(sample -> assertThat(sample.get("newPods").asInt()).isZero());
        assertThat(shell.err()).contains("Nothing was changed in any cluster.").doesNotContain("\tat ");
        assertThat(shell.read("report.html")).contains("Refused");
    }

    @Scenario("malformed fleet.yaml")
    @Test
    void aFleetThatIsNoYamlOrNoFleetIsNamedWithItsLine() throws IOException {
        refusedAtOnceWith("fleet.yaml:1", "--fleet", shell.file("fleet.yaml", "clusters: ["));
        refusedAtOnceWith("a list is needed", "--fleet", shell.file("fleet.yaml", "clusters: {a: 1}"));
        refusedAtOnceWith(
                "fleet.yaml:2: clusters[0]: unknown key 'nodess'",
                "--fleet",
                shell.file("fleet.yaml", "clusters:\n  - {name: a, nodess: 3}\n"));
        refusedAtOnceWith("is a directory", "--fleet", dir.toString());
    }

    @Scenario("malformed manifests")
    @Test
    void manifestsThatAreNoYamlOrThatAClusterWouldNotTakeAreRefused() throws IOException {
        refusedAtOnceWith(
                "m.yaml, document 1, line 2", "--manifests", shell.file("m.yaml", "kind: Deployment\nmetadata: {"));
        refusedAtOnceWith(
                "`selector` does not match template `labels`",
                "--manifests",
                shell.file("m.yaml", WORKLOAD.formatted("Deployment", "other")));
        refusedAtOnceWith("no such file", "--manifests", "/nowhere/m.yaml");
    }

    @Scenario("malformed Jenkinsfile")
    @Test
    void aJenkinsfileWithAMistakeIsNamedWithLineAndColumn() throws IOException {
        refusedAtOnce("Jenkinsfile:3:1: expecting '}'", "rehearse", shell.file("Jenkinsfile", "node {\n  echo 'x'\n"));
        refusedAtOnce(
                "Jenkinsfile:2:3: no step 'ehco'; did you mean 'echo'?",
                "rehearse",
                shell.file("Jenkinsfile", "node {\n  ehco 'x'\n}\n"));
        refusedAtOnce(
                "canaryBatch: no parameter 'batchs'; did you mean 'batches'?",
                "rehearse",
                shell.file("Jenkinsfile", "canaryBatch(app: 'cart', batchs: [1]) { }"));
        Files.write(dir.resolve("Jenkinsfile"), new byte[] {(byte) 0xff, (byte) 0xfe});
        refusedAtOnce("is no text in UTF-8", "rehearse", good);
        refusedAtOnce("is a directory", "rehearse", dir.toString());
        refusedAtOnce("no such file", "rehearse", dir.resolve("none").toString());
    }

    @Test
    void aMalformedPlanIsRefusedInItsOwnWords() throws IOException {
        refusedAtOnce("is no plan: Unexpected end", "plan", "--read", shell.file("plan.json", "{\"kind\": "));
        refusedAtOnce("is no plan that grey wrote", "plan", "--read", shell.file("plan.json", "[]"));
        refusedAtOnce("is no plan that grey wrote: hash", "plan", "--read", shell.file("plan.json", "{\"hash\": []}"));
    }

    @Scenario("a 10 MB manifest")
    @Test
    void aManifestOfTenMegabytesIsRefusedWithTheLimit() throws IOException {
        String big =
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n  x: '" + "y".repeat(10 << 20) + "'\n";
        refusedAtOnceWith("at most 8388608 are read (8 MiB)", "--manifests", shell.file("big.yaml", big));
    }

    @Scenario("unicode and very long names")
    @Test
    void namesThatKubernetesDoesNotTakeAreRefusedWithWhatItTakes() throws IOException {
        refusedByTheStep("app: 'корзина': must be a Kubernetes name", release("корзина", "a", "[1, 'rest']"));
        refusedByTheStep("at most 253 characters", release("x".repeat(254), "a", "[1, 'rest']"));
        refusedByTheStep("256 characters long", release("x".repeat(250), "a", "[1, 'rest']"));
    }

    @Scenario("names that only differ in case")
    @Test
    void namesThatOnlyDifferInCaseAreNotTakenForEachOther() throws IOException {
        refusedAtOnceWith(
                "'A' differs from 'a' by letter case only",
                "--fleet",
                shell.file("fleet.yaml", "clusters: [{name: a}, {name: A}]"));
        refusedByTheStep(
                "'A': is no cluster of the fleet; did you mean 'a'?",
                release("cart", "A", "[1, 'rest']"),
                "--fleet",
                shell.file("fleet.yaml", "clusters: [{name: a}]"));
        refusedByTheStep("app: 'Cart': must be a Kubernetes name", release("Cart", "a", "[1, 'rest']"));
    }

    @Test
    void whatTheClustersDoNotHaveIsRefusedByTheStep() throws IOException {
        refusedByTheStep(
                "'nope': is no cluster of the fleet (known: a)",
                release("cart", "nope", "[1, 'rest']"),
                "--fleet",
                shell.file("fleet.yaml", "clusters: [{name: a}]"));
        refusedByTheStep(
                "cart in namespace shop is a StatefulSet",
                release("cart", "a", "[1, 'rest']"),
                "--manifests",
                shell.file("m.yaml", WORKLOAD.formatted("StatefulSet", "cart")));
        refusedByTheStep(
                "there is no Deployment web in namespace shop",
                release("web", "a", "[1, 'rest']"),
                "--manifests",
                shell.file("m.yaml", WORKLOAD.formatted("Deployment", "cart")));
    }

    @Test
    void batchesThatDoNotAddUpSayByHowMuch() throws IOException {
        refusedByTheStep("cover 5 of the 10 pods of cluster a, 5 are missing", release("cart", "a", "[1, 4]"));
    }

    @Test
    void everyArgumentOfTheWrongTypeIsSaidAtOnce() throws IOException {
        refusedByTheStep("canaryBatch: 4 problems", "canaryBatch(app: 7.5, image: ['x'], batches: 'x', spread: 9) { }");
    }

    @Test
    void aReportThatCannotBeWrittenIsSaidBeforeAnythingRuns() {
        refusedAtOnce("/nowhere: no such file or directory", "rehearse", good, "--report", "/nowhere/report.html");
        refusedAtOnce("is a directory", "rehearse", good, "--trace", dir.toString());
    }

    @Test
    void aWrongFaultIsOneProblemAndListsWhatThereIs() {
        refusedAtOnce(
                "did you mean 'broken-image'?\nWhat --fault takes:\n", "rehearse", good, "--fault", "broken-imgae");
        assertThat(shell.err()).startsWith("grey: rehearse: --fault: ");
    }

    @Test
    void aReleaseWithoutABlockIsRefusedWhereItStands() throws IOException {
        String blockless = shell.file("Blockless", release("cart", "a", "[1]").replace(" { }", ""));
        assertThat(shell.grey(
                        "rehearse", blockless, "--report", dir.resolve("r.html").toString()))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.out()).contains("Blockless:1:1: canaryBatch: needs a block { … }");
        assertThat(shell.err()).isEmpty();
    }
}
