package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which files a {@code .dockerignore} leaves out. */
class DockerIgnoreTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void patternsBeginAtTheFolderAndTakeFoldersWhole() {
        assertThat(left("target\n/docs/", "target/a", "target/x/b", "docs/c", "src/target/d", "targets"))
                .containsExactly("src/target/d", "targets");
    }

    @Test
    void aStarStaysInAName() {
        assertThat(left("*.md\n*/temp*\nb?d", "a.md", "x/a.md", "x/temp1/y", "x/y/temp", "bad", "b/d"))
                .containsExactly("x/a.md", "x/y/temp", "b/d");
    }

    @Test
    void twoStarsGoThroughAnyNumberOfFolders() {
        assertThat(left("**/*.log\nlib/**/tests", "a.log", "x/y/b.log", "lib/tests/c", "lib/a/b/tests/d", "lib/a/test"))
                .containsExactly("lib/a/test");
    }

    @Test
    void theLastLineThatMatchesCounts() {
        assertThat(left("*\n!src\nsrc/secret", "a", "src/main.c", "src/secret/b"))
                .containsExactly("src/main.c");
        assertThat(left("docs\n!docs/README.md", "docs/a", "docs/README.md")).containsExactly("docs/README.md");
    }

    @Test
    void commentsBlanksAndClutterAreNoPatterns() {
        assertThat(left("\uFEFF# all of it\n\n  ./a/../b  \n!", "a", "b", "# all of it"))
                .containsExactly("a", "# all of it");
    }

    @Test
    void charactersAreTakenAsTheyAreUnlessTheyMeanSomething() {
        assertThat(left("a.c\n[x-z]1\n[^a]2\n\\*\n(x)", "abc", "a.c", "y1", "w1", "b2", "a2", "*", "(x)"))
                .containsExactly("abc", "w1", "a2");
    }

    @Test
    void whatIsNoPatternIsSaid() {
        assertThat(left("[abc\nb", "a", "b")).containsExactly("a");
        assertThat(problems).singleElement().asString().contains("[abc", "without its ']'");
    }

    private List<String> left(String text, String... paths) {
        DockerIgnore ignore = new DockerIgnore(text.lines().toList(), problems::add);
        return Stream.of(paths).filter(path -> !ignore.ignores(path)).toList();
    }
}
