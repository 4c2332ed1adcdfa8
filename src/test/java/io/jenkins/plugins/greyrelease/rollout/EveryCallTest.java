package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Call;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline.Moment;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import java.util.Collection;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * The process is killed before and after each call of a small release. A build kills it after each write and before
 * every tenth of the other calls: what it leaves behind is the same before the next write, whichever call it dies at
 * until then. {@code -Dgrey.everyCall=true} kills it at all of them, before and after.
 */
class EveryCallTest {
    private static final String A = "gd9-a";
    private static final int PODS = 2;

    @Test
    @Scenario("killed before and after every API call")
    void aReleaseEndsRightWhereverItsProcessIsKilled() {
        killedAtEveryCall(batch -> true, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("killed before and after every API call")
    void aRollbackEndsRightWhereverItsProcessIsKilled() {
        killedAtEveryCall(batch -> batch < 2, Outcome.ROLLED_BACK, "cart:v1");
    }

    private static void killedAtEveryCall(IntPredicate passes, Outcome outcome, String image) {
        Lifeline whole = new Lifeline();
        ends(rig(passes), whole, outcome, image);
        // a release of few writes: one that makes none would be killed nowhere
        assertThat(whole.calls().stream().filter(Call::write).count()).isGreaterThan(10);

        for (int number = 1; number <= whole.calls().size(); number++) {
            for (Moment moment : moments(number, whole.calls().get(number - 1))) {
                Lifeline life = new Lifeline();
                life.dieAt(each -> true, number, moment);
                ends(rig(passes), life, outcome, image);
                assertThat(life.alive()).as("alive after call " + number).isFalse();
            }
        }
    }

    private static Collection<Moment> moments(int number, Call call) {
        if (Boolean.getBoolean("grey.everyCall")) {
            return EnumSet.allOf(Moment.class);
        }
        if (call.write()) {
            return EnumSet.of(Moment.AFTER);
        }
        return number % 10 == 0 ? EnumSet.of(Moment.BEFORE) : EnumSet.noneOf(Moment.class);
    }

    private static Rig rig(IntPredicate passes) {
        Rig rig = new Rig(70, A).app("cart", PODS).settled();
        rig.judge = batch -> CompletableFuture.completedFuture(
                passes.test(batch.batch()) ? new Verdict.Passed() : new Verdict.Rejected("errors"));
        return rig;
    }

    /** Runs the step in a process with this life, and again in another if it dies. */
    private static void ends(Rig rig, Lifeline life, Outcome outcome, String image) {
        ReleaseSpec spec = rig.specs("cart", Rig.pods(1), Rig.rest()).build();
        Release first = rig.rollouts(life).start(spec, rig, IfBusy.REFUSE);
        rig.until(() -> first.result().isDone() || !life.alive());
        Release last = life.alive() ? first : rig.again(spec);
        ReleaseResult result = rig.end(last);
        assertThat(result.outcome())
                .as(() -> "killed at call " + life.calls().size() + " " + life.calls() + "\n" + rig.tail())
                .isEqualTo(outcome);
        rig.settled();
        rig.assertClean(A, "cart", image, PODS);
    }
}
