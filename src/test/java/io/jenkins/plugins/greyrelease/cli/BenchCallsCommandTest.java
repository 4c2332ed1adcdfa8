package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release asks of the API servers, counted. */
class BenchCallsCommandTest {
    @TempDir
    private Path dir;

    /** Cells of the line of a cluster and phase. */
    private static List<String> line(String out, String cluster, String phase) {
        return out.lines()
                .filter(line -> line.startsWith(cluster + " ") && line.contains(" " + phase + " "))
                .map(line -> Arrays.asList(line.split(" {2,}")))
                .findFirst()
                .orElseThrow();
    }

    private static int changes(String out, String cluster, String phase) {
        return Integer.parseInt(line(out, cluster, phase).get(2));
    }

    /**
     * Two slices of at most 25 % of ten, three pods, make a batch of four. Stable shrinks as canary pods come to serve,
     * so a batch of n pods costs at most n writes on each side and one that says that it was reached; the first also
     * takes the lock and makes the canary.
     */
    @Test
    void writesOfABatchAreBoundedByItsPodsAndNothingIsPolledWhileAnApprovalIsWaitedFor() {
        Shell shell = new Shell(dir);
        assertThat(shell.grey("bench", "calls", "--count", "3", "--wait", "3")).isEqualTo(ExitCodes.OK);
        for (String cluster : List.of("cluster-1", "cluster-2", "cluster-3")) {
            // the lock of a cluster whose turn comes later
            assertThat(changes(shell.out(), cluster, "preflight")).isLessThanOrEqualTo(1);
            assertThat(changes(shell.out(), cluster, "batch 1")).isBetween(4, 6);
            assertThat(changes(shell.out(), cluster, "batch 2")).isBetween(3, 8);
            assertThat(changes(shell.out(), cluster, "batch 3")).isBetween(3, 10);
            assertThat(changes(shell.out(), cluster, "end")).isBetween(8, 13);
        }
        assertThat(shell.out()).contains(": 0.0 reads and ").contains(" a minute, 0 changes.");
        double renewals = Double.parseDouble(shell.out().replaceFirst("(?s).*reads and ([\\d.]+) lease.*", "$1"));
        // one lease for each cluster that has begun and not ended, two at most: the one that is released, the next one
        assertThat(renewals).isBetween(5.0, 13.0);
    }
}
