package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldCheckTest {

    @Test
    void saysWhatTheStepWouldSayOfThatArgumentAlone() {
        assertThat(FieldCheck.problems(StepSpecs.CANARY_BATCH, Map.of("app", "Cart", "batches", "1, 0"), "batches"))
                .singleElement()
                .asString()
                .startsWith("'1, 0': ");
        assertThat(FieldCheck.problems(StepSpecs.CANARY_BATCH, Map.of("batches", List.of(1, "rest")), "batches"))
                .isEmpty();
        assertThat(FieldCheck.problems(StepSpecs.ROLLBACK, Map.of("app", "Cart"), "app"))
                .singleElement()
                .asString()
                .contains("lower-case letters");
        assertThat(FieldCheck.problems(StepSpecs.MANUAL_APPROVAL, Map.of("quorum", 0), "quorum"))
                .hasSize(1);
    }

    @Test
    void saysThatARequiredArgumentIsMissing() {
        assertThat(FieldCheck.problems(StepSpecs.CANARY_BATCH, Map.of("app", " "), "app"))
                .containsExactly("is missing; text is needed");
    }

    @Test
    void looksAtTheArgumentsThatItDependsOn() {
        assertThat(FieldCheck.problems(
                        StepSpecs.CANARY_BATCH,
                        Map.of("onFailure", "continue", "maxFailedClusters", 1),
                        "maxFailedClusters"))
                .isEmpty();
        assertThat(FieldCheck.problems(StepSpecs.CANARY_BATCH, Map.of("maxFailedClusters", 1), "maxFailedClusters"))
                .containsExactly("1: is only for onFailure: 'continue'");
    }

    @Test
    void knowsOnlyStepsThatAreBuilt() {
        StepSpec later = StepSpecs.named("pdbGuard").orElseThrow();
        assertThatThrownBy(() -> FieldCheck.problems(later, Map.of(), "app"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
