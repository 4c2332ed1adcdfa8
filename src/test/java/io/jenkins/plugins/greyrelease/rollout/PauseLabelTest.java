package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PauseLabelTest {

    @Property(tries = 200)
    void whateverPeopleAreCalledFitsALabelAndIsReadAsItWasWritten(@ForAll String who, @ForAll Pause.Cause cause) {
        Pause pause = new Pause(cause, who);
        assertThat(pause.label()).hasSizeLessThanOrEqualTo(63).matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
        assertThat(Pause.read(pause.label())).contains(pause);
    }

    @Test
    void noLabelIsNoPauseAndSomebodysOwnIsTheirs() {
        assertThat(Pause.read("")).isEmpty();
        assertThat(Pause.read("by-hand").orElseThrow().words()).isEqualTo("paused by by-hand");
        assertThat(Pause.failure("gd9-a", 2).words()).isEqualTo("paused because of a failure in gd9-a, batch 2");
    }
}
