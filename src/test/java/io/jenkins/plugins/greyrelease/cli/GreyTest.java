package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreyTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int grey(String... args) {
        return Grey.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void helpListsTheExitCodes() {
        assertThat(grey("--help")).isZero();
        assertThat(out.toString()).contains("Exit codes:").contains("130").contains("bad input");
    }

    @Test
    void plansWithoutAnyFile() {
        assertThat(grey("plan", "--app", "cart", "--batches", "1,4,rest", "--clusters", "a=10,b=3"))
                .isZero();
        assertThat(out.toString().lines().skip(3))
                .containsExactly(
                        "wave  batch  a (10)   b (3)",
                        "1     1/3    +1 = 1   .",
                        "2     2/3    +4 = 5   .",
                        "3     3/3    +5 = 10  .",
                        "4     1/2    .        +1 = 1",
                        "5     2/2    .        +2 = 3");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void plansFromAFleetAndManifests() throws IOException {
        String fleet = file("fleet.yaml", "clusters: [{name: a, idc: x}, {name: b, idc: y}, {name: c, idc: x}]");
        String manifests = file("cart.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: cart}
                spec:
                  replicas: 4
                  selector: {matchLabels: {app: cart}}
                  template:
                    metadata: {labels: {app: cart}}
                    spec: {containers: [{name: cart, image: cart:1}]}
                """);
        String[] common = {"plan", "--app", "cart", "--batches", "50%,rest", "--spread", "even", "--fleet", fleet};
        assertThat(grey(with(common, "--manifests", manifests, "--clusters", "idc:x")))
                .isZero();
        assertThat(out.toString()).contains("8 pods in 2 clusters, even").contains("1     1/2    +2 = 2  +2 = 2");
    }

    private static String[] with(String[] some, String... more) {
        return java.util.stream.Stream.of(some, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }

    @Test
    void readsThePlanThatItWrote() {
        String plan = directory.resolve("plan.json").toString();
        assertThat(grey("plan", "--app", "cart", "--batches", "100%", "--clusters", "a=2", "--out", plan))
                .isZero();
        String table = out.toString();
        out.getBuffer().setLength(0);
        assertThat(grey("plan", "--read", plan)).isZero();
        assertThat(out.toString()).isEqualTo(table);
    }

    @Test
    void saysAllThatIsWrongOnceWithoutAStackTrace() {
        assertThat(grey("plan", "--batches", "1,x", "--spread", "evn", "--clusters", "a=lots,b"))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString())
                .contains("--app: is missing")
                .contains("x is no batch")
                .contains("did you mean 'even'?")
                .contains("'a=lots': must be name=pods")
                .contains("not said for")
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysByHowMuchBatchesMissTheTotal() {
        assertThat(grey("plan", "--app", "cart", "--batches", "1,4", "--clusters", "a=10"))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("5 are missing");
    }

    @Test
    void anUnknownOptionGetsTheNearest() {
        assertThat(grey("plan", "--batchs", "1")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("--batches").contains("Try 'grey plan --help'.");
        assertThat(grey()).isEqualTo(ExitCodes.BAD_INPUT);
    }

    @Test
    void aMissingFileIsNamedAndDebugShowsTheTrace() {
        assertThat(grey("plan", "--read", "/nowhere/plan.json")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).isEqualToIgnoringNewLines("grey: /nowhere/plan.json: no such file or directory\n");
        assertThat(grey("plan", "--debug", "--read", "/nowhere/plan.json")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("\tat ");
    }
}
