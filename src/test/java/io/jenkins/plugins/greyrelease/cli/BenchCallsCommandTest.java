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
     * Two slices of at most 25 % of ten, three pods, make a batch of four or five: each is a write that adds pods and one
     * that takes as many away, and the last one says that the batch was reached. The first batch has one slice, and takes
     * the lock and makes the canary.
     */
    @Test
    void aBatchIsFourWritesAtMostAndNothingIsPolledWhileAnApprovalIsWaitedFor() {
        Shell shell = new Shell(dir);
        assertThat(shell.grey("bench", "calls", "--count", "3", "--wait", "10")).isEqualTo(ExitCodes.OK);
        for (String cluster : List.of("cluster-1", "cluster-2", "cluster-3")) {
            // a cluster whose turn comes is locked before its first batch
            int locked = changes(shell.out(), cluster, "preflight");
            assertThat(locked).isLessThanOrEqualTo(1);
            assertThat(locked + changes(shell.out(), cluster, "batch 1")).isEqualTo(4);
            assertThat(changes(shell.out(), cluster, "batch 2")).isEqualTo(4);
            assertThat(changes(shell.out(), cluster, "batch 3")).isEqualTo(4);
            assertThat(changes(shell.out(), cluster, "end")).isBetween(8, 12);
        }
        assertThat(shell.out()).contains(": 0.0 reads and ").contains(" a minute, 0 changes.");
        double renewals = Double.parseDouble(shell.out().replaceFirst("(?s).*reads and ([\\d.]+) lease.*", "$1"));
        // one lease for each cluster that has begun and not ended, two at most: the one that is released, the next one
        assertThat(renewals).isBetween(5.0, 13.0);
    }
}
