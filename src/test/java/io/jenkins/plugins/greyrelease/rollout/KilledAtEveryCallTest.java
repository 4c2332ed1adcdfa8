package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Call;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline.Moment;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A small release, killed before and after each write that it makes, and at every fourth call that only reads; the step is
 * run again. What dies at a read has done no more than what dies before the next write: the reads between are there for the
 * sake of the time that passes.
 *
 * <p>Does not check: apps of several pods, or several clusters; see {@link TwoProcessesTest}.
 */
class KilledAtEveryCallTest {
    private static final int MORE_THAN_THERE_ARE = 1000;

    /** The calls to die at. */
    enum Death {
        BEFORE_EACH_WRITE(Fault.WRITES, Moment.BEFORE, 1),
        AFTER_EACH_WRITE(Fault.WRITES, Moment.AFTER, 1),
        AT_READS(call -> !call.write(), Moment.BEFORE, 4);

        private final Predicate<Call> counted;
        private final Moment moment;
        private final int step;

        Death(Predicate<Call> counted, Moment moment, int step) {
            this.counted = counted;
            this.moment = moment;
            this.step = step;
        }
    }

    private Rig rig;
    private Lifeline life;

    /** Whether there was such a call to die at. */
    private boolean died(Death death, int number, Verdict verdict) {
        rig = new Rig(70, "gd9-a").app("cart", 1).settled();
        rig.judge = batch -> CompletableFuture.completedFuture(verdict);
        life = new Lifeline();
        life.dieAt(death.counted, number, death.moment);
        Release first = rig.rollouts(life).start(spec(), rig, IfBusy.REFUSE);
        rig.until(() -> !life.alive() || first.result().isDone());
        return !life.alive();
    }

    private ReleaseSpec spec() {
        return rig.specs("cart", Rig.rest()).build();
    }

    private String story() {
        return "killed at call " + life.calls().size() + ", "
                + life.calls().get(life.calls().size() - 1) + "\n" + rig.tail();
    }

    private void ends(Death death, Verdict verdict, Outcome outcome, String image) {
        int number = 1;
        while (number < MORE_THAN_THERE_ARE && died(death, number, verdict)) {
            assertThat(rig.end(rig.start(spec())).outcome()).as(this::story).isEqualTo(outcome);
            rig.assertClean("gd9-a", "cart", image, 1);
            number += death.step;
        }
        assertThat(number).as("there is an end, and it is not the beginning").isBetween(15, MORE_THAN_THERE_ARE - 1);
    }

    @ParameterizedTest
    @EnumSource
    @Scenario("killed before and after every API call")
    void aReleaseIsReleased(Death death) {
        ends(death, new Verdict.Passed(), Outcome.RELEASED, "cart:v2");
    }

    @ParameterizedTest
    @EnumSource
    @Scenario("killed before and after every API call")
    void aReleaseThatGoesBackGoesBack(Death death) {
        ends(death, new Verdict.Rejected("errors"), Outcome.ROLLED_BACK, "cart:v1");
    }
}
