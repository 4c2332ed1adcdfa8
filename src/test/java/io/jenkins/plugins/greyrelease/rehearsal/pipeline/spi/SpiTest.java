package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpiTest {

    @Test
    void layersTheEnvironmentFromTheOutside() {
        Scope scope = Scope.TOP.with(Map.of("A", "1", "PATH+X", "/x")).with(Map.of("A", "${A}2", "B", "$A-$NONE"));

        assertThat(scope.environment(Map.of("PATH", "/bin")))
                .containsEntry("A", "12")
                .containsEntry("PATH", "/x:/bin")
                .hasEntrySatisfying("B", b -> assertThat(b).endsWith("-$NONE"));
    }

    @Test
    void keepsFileNamesInsideTheWorkspace() {
        assertThat(Workspace.resolve("a", "../../../etc/passwd")).isEqualTo("etc/passwd");
        assertThat(Workspace.resolve("a/b", "../c.txt")).isEqualTo("a/c.txt");
        assertThat(Workspace.resolve("a", "/c.txt")).isEqualTo("c.txt");
        assertThat(Workspace.resolve("", "x\\y")).isEqualTo("x/y");
    }

    @Test
    void hidesDeletedFilesAndFindsFolders(@org.junit.jupiter.api.io.TempDir Path folder) {
        Workspace files = Workspace.over(folder);
        files.write("a/b.txt", "x");

        assertThat(files.exists("a")).isTrue();
        files.delete("a");
        assertThat(files.exists("a")).isFalse();
        assertThat(files.read("a/b.txt")).isEmpty();
    }

    @Test
    void callsABlockAssumedOnlyIfNothingElseCouldHaveFailed() {
        Tally flow = Tally.NONE.plus(Evidence.FLOW);

        assertThat(flow.assumedOnly()).isFalse();
        assertThat(flow.plus(Evidence.ASSUMED).assumedOnly()).isTrue();
        assertThat(flow.plus(Evidence.ASSUMED).plus(Evidence.ANSWERED).assumedOnly())
                .isFalse();
        assertThat(flow.plus(Evidence.ASSUMED).plus(Evidence.REAL).assumedOnly())
                .isFalse();
    }

    @Test
    void takesTheWorseResult() {
        assertThat(Result.UNSTABLE.worse(Result.SUCCESS)).isEqualTo(Result.UNSTABLE);
        assertThat(Result.FAILURE.worse(Result.ABORTED)).isEqualTo(Result.ABORTED);
        assertThat(Result.named("green")).isEmpty();
    }

    @Test
    void tellsMistakesInTheOrderOfTheirPlaces() {
        UsageError all = UsageError.all(List.of(
                new UsageError(new Position("f", 3, 1), "second"), new UsageError(new Position("f", 2, 9), "first")));

        assertThat(all).hasMessage("f:2:9: first\nf:3:1: second");
        assertThat(all.position().line()).isEqualTo(2);
    }
}
