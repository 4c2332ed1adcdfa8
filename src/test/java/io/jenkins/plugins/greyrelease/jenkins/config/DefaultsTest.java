package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private static final Map<String, Object> JOB = Map.of(
            "app", "cart", "clusters", List.of("gd9-a", "nh-a"), "batches", "1, rest", "approvers", List.of("leads"));

    @Test
    void whatTheStepIsToldWins() {
        assertThat(Defaults.under(StepSpecs.CANARY_BATCH, JOB, Map.of("app", "web", "batches", List.of(2))))
                .isEqualTo(Map.of("app", "web", "clusters", List.of("gd9-a", "nh-a"), "batches", List.of(2)));
    }

    @Test
    void aBlankArgumentCountsAsNotGiven() {
        Map<String, Object> given = new HashMap<>();
        given.put("app", " ");
        given.put("clusters", null);
        given.put("namespace", null);
        assertThat(Defaults.under(StepSpecs.CANARY_BATCH, JOB, given))
                .containsEntry("app", "cart")
                .containsEntry("clusters", List.of("gd9-a", "nh-a"))
                .containsEntry("namespace", null);
    }

    @Test
    void aStepTakesOnlyWhatItHasAParameterFor() {
        assertThat(Defaults.under(StepSpecs.MANUAL_APPROVAL, JOB, Map.of("message", "go on?")))
                .isEqualTo(Map.of("message", "go on?", "approvers", List.of("leads")));
    }

    @Test
    void aRollbackDoesNotTakeTheBatchesOfReleases() {
        assertThat(Defaults.under(StepSpecs.ROLLBACK, JOB, Map.of()))
                .isEqualTo(Map.of("app", "cart", "clusters", List.of("gd9-a", "nh-a")));
    }

    @Test
    void keepsWhatNoParameterIsCalledSoThatTheStepCanRefuseIt() {
        assertThat(Defaults.under(StepSpecs.ROLLBACK, JOB, Map.of("batch", 1))).containsEntry("batch", 1);
    }
}
