package io.jenkins.plugins.greyrelease.jenkins.step;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import org.junit.jupiter.api.Test;

class GreyStepTest {

    @Test
    void aStepThatRunsABlockIsRefusedWithoutOneBeforeAnythingHappens() {
        assertThatThrownBy(() -> GreyStep.needBlock(StepSpecs.NODE_MAINTENANCE, false))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("nodeMaintenance needs a block");
        assertThatCode(() -> GreyStep.needBlock(StepSpecs.NODE_MAINTENANCE, true))
                .doesNotThrowAnyException();
        assertThatCode(() -> GreyStep.needBlock(StepSpecs.PDB_GUARD, false)).doesNotThrowAnyException();
    }
}
