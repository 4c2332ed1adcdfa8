package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The process dies, a new one runs the step again. */
class CrashTest {

    @Test
    void aReleaseGoesOnAfterACrashAtAnyMoment() {
        int lastMoment = 0;
        for (int moment = 0; moment < 4; moment++) {
            Rig rig = new Rig(20 + moment, "gd9-a", "gd9-b").app("cart", 3).settled();
            ReleaseSpec spec = rig.spec("cart", Spread.SEQUENCE, OnFailure.ROLLBACK, Rig.pods(1), Rig.pods(2));
            Release first = rig.start(spec);
            int events = 4 + moment * 12;
            rig.time.runUntil(
                    () -> rig.log.size() >= events || first.result().isDone(),
                    rig.time.elapsed().plus(Duration.ofHours(1)));
            if (first.result().isDone()) {
                break;
            }
            lastMoment = moment;
            first.detach();
            ReleaseResult result = rig.end(rig.again(spec));
            assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
            rig.settled();
            rig.assertClean("gd9-a", "cart", "cart:v2", 3);
            rig.assertClean("gd9-b", "cart", "cart:v2", 3);
        }
        assertThat(lastMoment).isGreaterThan(1);
    }

    @Test
    void aRollbackGoesOnAfterACrashAtAnyMoment() {
        for (int moment = 0; moment < 3; moment++) {
            Rig rig = new Rig(50 + moment, "gd9-a", "gd9-b").app("cart", 3).settled();
            rig.judge = batch -> CompletableFuture.completedFuture(
                    batch.places().get(0).cluster().equals("gd9-b") && batch.batch() == 2
                            ? new Verdict.Rejected("errors")
                            : new Verdict.Passed());
            ReleaseSpec spec = rig.spec("cart", Spread.SEQUENCE, OnFailure.ROLLBACK, Rig.pods(1), Rig.pods(2));
            Release first = rig.start(spec);
            rig.until(() -> rig.log.stream().anyMatch(line -> line.contains("ROLLING_BACK")));
            int events = rig.log.size() + 2 + moment * 5;
            rig.time.runUntil(
                    () -> rig.log.size() >= events || first.result().isDone(),
                    rig.time.elapsed().plus(Duration.ofHours(1)));
            if (first.result().isDone()) {
                break;
            }
            first.detach();
            ReleaseResult result = rig.end(rig.again(spec));
            assertThat(result.outcome()).as(moment + "\n" + rig.tail()).isEqualTo(Outcome.ROLLED_BACK);
            rig.settled();
            rig.assertClean("gd9-a", "cart", "cart:v1", 3);
            rig.assertClean("gd9-b", "cart", "cart:v1", 3);
        }
    }
}
