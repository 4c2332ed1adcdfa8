package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseCommandTest {
    private static final String RELEASE = "canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a', 'b'],"
            + " batches: [1, 'rest']) { manualApproval 'go on?' }\n";

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path jenkinsfile;

    @BeforeEach
    void jenkinsfile() throws Exception {
        jenkinsfile = Files.writeString(dir.resolve("Jenkinsfile"), RELEASE);
    }

    private int grey(String... more) {
        List<String> args = new ArrayList<>(List.of("rehearse", jenkinsfile.toString()));
        args.addAll(List.of("--report", dir.resolve("report.html").toString()));
        args.addAll(List.of(more));
        return Grey.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
    }

    @Test
    void aGoodReleaseEndsWithZeroAndAReport() throws Exception {
        assertThat(grey()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("Finished: SUCCESS", "Rehearsed.", "seed 1");
        assertThat(Files.readString(dir.resolve("report.html"))).contains("cart in a", "cart in b", "Rehearsed");
    }

    @Test
    void theSameSeedWritesTheSameTraceByteForByte() throws Exception {
        Path one = dir.resolve("one.txt");
        Path two = dir.resolve("two.txt");
        assertThat(grey("--seed", "9", "--trace", one.toString())).isEqualTo(ExitCodes.OK);
        assertThat(grey("--seed", "9", "--trace", two.toString())).isEqualTo(ExitCodes.OK);
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(Files.readString(one)).contains("--seed 9").doesNotContain("VIOLATED");
    }

    @Test
    void aFaultWhoseBatchNeverComesIsNotPassedOverInSilence() {
        assertThat(grey("--fault", "load=x3@batch:7")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("a fault never began, since no batch 7 started: the load is 3 times");
    }

    private int drawn(String... args) {
        return Grey.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void aReleaseIsDrawnFromTheSeedWhereNoJenkinsfileIsGiven() {
        Path report = dir.resolve("drawn.html");
        assertThat(drawn("rehearse", "--seed", "8122", "--report", report.toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(out.toString()).contains("check 2 says no").contains("the process that releases dies");
        assertThat(report).content().contains("a release drawn from seed 8122");
    }

    @Test
    void aDrawnReleaseBringsItsOwnFaults() {
        assertThat(drawn("rehearse", "--seed", "1", "--fault", "broken-image")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(drawn("rehearse")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString())
                .contains("--fault: goes with a Jenkinsfile")
                .contains("say which Jenkinsfile to rehearse, or --seed N");
    }

    @Test
    void aBrokenImageEndsAllOldWithOneAndNoCapacityLost() throws Exception {
        assertThat(grey("--fault", "broken-image", "--json")).isEqualTo(ExitCodes.FAILED);
        var json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/outcomes/0/result").asText()).isEqualTo("ROLLED_BACK");
        assertThat(json.at("/outcomes/1/result").asText()).isEqualTo("UNCHANGED");
        assertThat(json.get("violations")).isEmpty();
        json.get("samples").forEach(sample -> assertThat(
                        sample.get("oldReady").asInt() + sample.get("newReady").asInt())
                .isGreaterThanOrEqualTo(10));
    }

    @Test
    void aRejectedApprovalIsAnAbort() {
        assertThat(grey("--approve", "never")).isEqualTo(ExitCodes.ABORTED);
        assertThat(out.toString()).contains("rejected by rehearsal");
    }

    @Test
    void aClusterThatIsAwayInBatchTwoIsWaitedForAndThenGoesOn() throws Exception {
        Path trace = dir.resolve("t");
        assertThat(grey("--fault", "cluster-down=b@batch:2+10m", "--trace", trace.toString()))
                .isEqualTo(ExitCodes.OK);
        assertThat(Files.readString(trace))
                .containsSubsequence(
                        "FAULT b cluster b cannot be reached",
                        "PAUSE b",
                        "FAULT b cluster b cannot be reached: over",
                        "RESUME b",
                        "outcome b cart RELEASED")
                .doesNotContain("VIOLATED");
    }

    @Test
    void badInputOfEveryKindEndsWithTwoAndOneMessage() throws Exception {
        assertThat(grey("--fault", "broken-imgae")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(grey("--manifests", dir.resolve("none.yaml").toString())).isEqualTo(ExitCodes.BAD_INPUT);
        Path fleet = Files.writeString(dir.resolve("fleet.yaml"), "clusters: [");
        assertThat(grey("--fleet", fleet.toString())).isEqualTo(ExitCodes.BAD_INPUT);
        Files.writeString(jenkinsfile, "canaryBatch(app: 'cart', image: 'r/cart:2', batches: [1]) { }");
        assertThat(grey()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(out.toString()).contains("Nothing was changed in any cluster.");
        Files.writeString(jenkinsfile, "stage('x') {");
        assertThat(grey()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString())
                .contains("broken-image", "none.yaml: no such file", "fleet.yaml", "Jenkinsfile:1")
                .doesNotContain("\tat ");
    }

    @Test
    void theCommandToRepeatHasEverythingButTheFilesWritten() throws Exception {
        assertThat(grey(
                        "--approve",
                        "never",
                        "--fault",
                        "slow-start=30s",
                        "--trace",
                        dir.resolve("t").toString()))
                .isEqualTo(ExitCodes.ABORTED);
        assertThat(Files.readString(dir.resolve("t")))
                .contains(
                        "replay ./grey rehearse " + jenkinsfile + " --fault slow-start=30s --approve never --seed 1\n");
    }
}
