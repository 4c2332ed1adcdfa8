package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How near the rounds of a drain come to the fewest there can be. */
class BenchDrainCommandTest {
    @TempDir
    private Path dir;

    @Test
    void roundsStayWithinFifteenPercentOfTheBound() {
        Shell shell = new Shell(dir);
        int code = shell.grey(
                "bench", "drain", "--nodes", "300", "--apps", "150", "--max-parallel", "5,40,300", "--seeds", "1,2");
        assertThat(code).isEqualTo(ExitCodes.OK);
        List<String[]> lines = shell.out()
                .lines()
                .skip(2)
                .map(line -> line.strip().split(" +"))
                .toList();
        assertThat(lines).hasSize(6).allSatisfy(cells -> {
            int rounds = Integer.parseInt(cells[3]);
            int bound = Integer.parseInt(cells[4]);
            assertThat(rounds).isGreaterThanOrEqualTo(bound).isPositive();
            assertThat((double) rounds / bound).isLessThanOrEqualTo(1.15);
        });
    }

    @Test
    void numbersThatMakeNoSenseAreAWrongUse() {
        Shell shell = new Shell(dir);
        assertThat(shell.grey("bench", "drain", "--budget", "0")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("--budget a percentage from 1 to 100");
    }
}
