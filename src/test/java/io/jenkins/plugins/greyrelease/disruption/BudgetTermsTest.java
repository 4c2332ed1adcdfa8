package io.jenkins.plugins.greyrelease.disruption;

import static io.jenkins.plugins.greyrelease.disruption.BudgetTerms.maxUnavailable;
import static io.jenkins.plugins.greyrelease.disruption.Given.minAvailable;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BudgetTermsTest {

    @Test
    void percentagesRoundUpOnBothSides() {
        assertThat(maxUnavailable("50%").needed(5)).isEqualTo(2);
        assertThat(maxUnavailable("50%").slack(5)).isEqualTo(3);
        assertThat(minAvailable("50%").needed(5)).isEqualTo(3);
        assertThat(minAvailable("50%").slack(5)).isEqualTo(2);
    }

    @Test
    void halfOfOnePodLetsItGoOnlyIfItIsWhatMayBeMissing() {
        assertThat(maxUnavailable("50%").slack(1)).isEqualTo(1);
        assertThat(minAvailable("50%").slack(1)).isZero();
    }

    @Test
    void aMinimumAboveTheNumberOfPodsCanNeverBeKept() {
        assertThat(minAvailable("3").needed(2)).isEqualTo(3);
        assertThat(minAvailable("3").slack(2)).isZero();
    }

    @Test
    void withoutTermsNoPodMayGo() {
        assertThat(new BudgetTerms(BudgetTerms.Measure.NONE, "").slack(4)).isZero();
    }

    @Property
    void whatIsNeededAndWhatMayGoIsAllThereIs(
            @ForAll @IntRange(max = 1000) int pods, @ForAll @IntRange(max = 100) int percent) {
        BudgetTerms max = maxUnavailable(percent + "%");
        BudgetTerms min = minAvailable(percent + "%");

        assertThat(max.needed(pods) + max.slack(pods)).isEqualTo(pods);
        assertThat(min.needed(pods) + min.slack(pods)).isEqualTo(pods);
        assertThat(max.slack(pods) * 100).isBetween(percent * pods, percent * pods + 99);
    }
}
