package io.jenkins.plugins.greyrelease.harbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.harbor.ScanGate.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScanGateTest {
    private final Two two = new Two();

    @Test
    void beginsAScanAndWaitsForIt() {
        two.test.severity(two.image.digest(), "Medium");

        assertThat(check(Severity.MEDIUM, Duration.ofMinutes(5)))
                .isEqualTo(new Verdict.Passed("scanned, at worst medium {Medium=1}"));
        assertThat(two.time.elapsed()).isGreaterThan(Duration.ofSeconds(25));
    }

    @Test
    void refusesWhatIsWorse() {
        two.test.severity(two.image.digest(), "High");

        assertThat(check(Severity.MEDIUM, Duration.ofMinutes(5)))
                .isEqualTo(new Verdict.Refused("its scan found at worst high {High=1}, and allowed is at most medium"));
    }

    @Test
    void refusesWhatNobodyKnowsHowBadItIs() {
        two.test.severity(two.image.digest(), "Unknown");

        assertThat(check(Severity.HIGH, Duration.ofMinutes(5))).isInstanceOf(Verdict.Refused.class);
        assertThat(check(Severity.CRITICAL, Duration.ofMinutes(5))).isInstanceOf(Verdict.Passed.class);
    }

    @Test
    void triesABrokenScanOnceMoreAndWaitsNoLongerThanItMay() {
        two.test.breakScans();

        assertThat(check(Severity.HIGH, Duration.ofMinutes(5)))
                .isEqualTo(new Verdict.Refused("its scan ended Error, twice; see the log of the scan in Harbor"));
        assertThat(check(Severity.HIGH, Duration.ofSeconds(3)))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.why())
                        .startsWith("the time is up, its scan says"));
    }

    @Test
    void saysThatThereIsNoScanner() {
        two.test.withoutScanner();

        assertThatThrownBy(() -> check(Severity.HIGH, Duration.ofMinutes(5)))
                .hasMessageContaining("404 NOT_FOUND no available scanner for this project");
    }

    private Verdict check(Severity worst, Duration limit) {
        return two.await(new ScanGate(two.from, Two.REPOSITORY, two.image.digest(), worst, Two.IDS).check(limit));
    }
}
