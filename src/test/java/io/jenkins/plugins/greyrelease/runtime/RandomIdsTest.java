package io.jenkins.plugins.greyrelease.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {
    private final RandomIds ids = new RandomIds();

    @Test
    void idsBeginWithALetterAndHaveTheLengthAskedFor() {
        assertThat(IntStream.rangeClosed(4, 32).mapToObj(ids::next))
                .allSatisfy(id -> assertThat(id).matches("[a-z][a-z0-9]{3,31}"));
        assertThat(ids.next(7)).hasSize(7);
    }

    @Test
    void idsDoNotRepeat() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> ids.next(10)).collect(Collectors.toSet()))
                .hasSize(1000);
    }

    @Test
    void otherLengthsAreRefused() {
        assertThatThrownBy(() -> ids.next(3)).hasMessage("an identifier has 4 to 32 characters, not 3");
        assertThatThrownBy(() -> ids.next(33)).hasMessage("an identifier has 4 to 32 characters, not 33");
    }
}
