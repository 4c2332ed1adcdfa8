package io.jenkins.plugins.greyrelease.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final List<String> KNOWN = List.of("app", "batches", "clusters", "soak");

    @Test
    void guessesTheNearestName() {
        assertThat(Names.nearest("batch", KNOWN)).contains("batches");
        assertThat(Names.nearest("Clutsers", KNOWN)).contains("clusters");
        assertThat(Names.hint("ap", KNOWN)).isEqualTo("; did you mean 'app'?");
    }

    @Test
    void guessesNothingWhereNothingIsNear() {
        assertThat(Names.nearest("namespace", KNOWN)).isEmpty();
        assertThat(Names.hint("x", List.of())).isEmpty();
    }

    @Test
    void countsASwapAsOneEdit() {
        assertThat(Names.distance("clutsers", "clusters")).isEqualTo(1);
        assertThat(Names.distance("", "abc")).isEqualTo(3);
        assertThat(Names.distance("kitten", "sitting")).isEqualTo(3);
    }
}
