package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What copying an image to every data centre costs. */
class BenchImagesCommandTest {
    @TempDir
    private Path dir;

    @Test
    void everyBlobGoesOnceOverEachOfFiveLinksAndTheSecondTimeNone() {
        Shell shell = new Shell(dir);
        assertThat(shell.grey("bench", "images", "--size", "1", "--layers", "2"))
                .as(shell.err())
                .isEqualTo(ExitCodes.OK);
        List<String[]> links = shell.out()
                .lines()
                .filter(line -> line.contains(" -> "))
                .map(line -> line.strip().split(" {2,}"))
                .toList();
        assertThat(links)
                .extracting(cells -> cells[0] + " " + cells[1])
                .containsExactly("1 test -> prod", "1 test -> gd9", "2 prod -> bj1", "2 prod -> sh2", "2 gd9 -> hk1");
        assertThat(links).allSatisfy(cells -> {
            assertThat(cells[2]).isEqualTo("1.0");
            assertThat(cells[4]).isEqualTo("6").isEqualTo(cells[3]);
            assertThat(cells[7]).isEqualTo("0.0");
        });
        assertThat(shell.out()).contains("Every blob went once over each link; the second run cost no bytes of blobs.");
        assertThat(shell.out())
                .containsPattern("copying, with Java's HTTP client +\\d+\\.\\d\\d")
                .containsPattern("stand-in registries +\\d+\\.\\d\\d")
                .doesNotContainPattern("(client|byte once|registries|connection) +-?0\\.00");
    }

    @Test
    void numbersThatMakeNoSenseAreAWrongUse() {
        Shell shell = new Shell(dir);
        assertThat(shell.grey("bench", "images", "--size", "0")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("--size from 1 to 500");
    }
}
