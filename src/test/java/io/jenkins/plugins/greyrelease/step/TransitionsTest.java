package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionsTest {

    private static Transitions read(Object value) {
        return JiraChangeArgs.from(Map.of("issue", "CHG-1", "transition", value))
                .transitions();
    }

    @Test
    void aTextIsWhatIsDoneAtOnce() {
        assertThat(read("Start, please")).isEqualTo(new Transitions(Optional.of("Start, please"), none(), none()));
        assertThat(read(31)).isEqualTo(new Transitions(Optional.of("31"), none(), none()));
    }

    @Test
    void aMapSaysWhatIsDoneWhen() {
        assertThat(read(Map.of("start", "In Progress", "success", "Done", "failure", 41)))
                .isEqualTo(new Transitions(Optional.of("In Progress"), Optional.of("Done"), Optional.of("41")));
        assertThat(read(Map.of("success", "Done"))).isEqualTo(new Transitions(none(), Optional.of("Done"), none()));
    }

    @Test
    void aFormSaysTheSameInOneText() {
        assertThat(read("start=In Progress, success = Done, and dusted,failure=Failed"))
                .isEqualTo(new Transitions(
                        Optional.of("In Progress"), Optional.of("Done, and dusted"), Optional.of("Failed")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"success=", "start=a, start=b"})
    void whatIsNoneOfTheseIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining("transition: '" + text + "': ");
    }

    @Test
    void aMapOfSomethingElseIsRefused() {
        assertThatThrownBy(() -> read(Map.of("begin", "x")))
                .hasMessageContaining("must be text, or a map with some of start, success and failure");
        assertThatThrownBy(() -> read(Map.of("start", List.of("x")))).hasMessageContaining("must be text, or a map");
        assertThatThrownBy(() -> read(List.of("x"))).hasMessageContaining("transition: ");
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
