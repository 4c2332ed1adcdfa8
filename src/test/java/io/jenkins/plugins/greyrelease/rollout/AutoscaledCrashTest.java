package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Call;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline.Moment;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies at each write from just before the freeze to just after the thaw; the next one finds the HPA so. */
class AutoscaledCrashTest {
    private static final int LONGEST = 60;

    /** Writes that matter from the first one to the HPA on. */
    private static Predicate<Call> aroundTheFreeze() {
        boolean[] frozen = {false};
        return call -> {
            frozen[0] |= call.write() && call.kind().equals(Kind.HPA);
            return frozen[0]
                    && call.write()
                    && !call.kind().equals(Kind.LEASE)
                    && !call.kind().equals(Kind.CONFIG_MAP);
        };
    }

    @ParameterizedTest
    @CsvSource({"SURGE, BEFORE", "SURGE, AFTER", "REPLACE, BEFORE", "REPLACE, AFTER"})
    void theNextProcessGoesOnAndLeavesTheAutoscalerAsItWas(Capacity capacity, Moment moment) {
        int died = 0;
        for (int write = 1; write < LONGEST; write += capacity == Capacity.SURGE ? 1 : 4) {
            AutoscaledRig app = AutoscaledRig.of(Scalers.hpaWithBehavior("cart", 3, 40));
            Lifeline life = new Lifeline();
            life.dieAt(aroundTheFreeze(), write, moment);
            ReleaseSpec spec =
                    app.rig.specs("cart", Rig.rest()).capacity(capacity).build();
            Release first = app.rig.rollouts(life).start(spec, app.rig, IfBusy.REFUSE);
            app.rig.until(() -> !life.alive() || first.result().isDone());
            if (life.alive()) {
                break;
            }
            died++;
            boolean ended = View.label(app.stable(), Labels.RELEASE).isEmpty();
            app.wait(Duration.ofSeconds(write * 5L));
            ReleaseResult result = app.rig.end(app.rig.start(spec));
            assertThat(result.outcome())
                    .as(() -> "write " + died(life) + app.rig.tail())
                    .isEqualTo(Outcome.RELEASED);
            app.assertScalerAsBefore();
            if (!ended) {
                // Died after the very last write, its lease is all that is left; other tests see to that.
                app.assertEnded("cart:v2");
            }
        }
        assertThat(died).isGreaterThan(capacity == Capacity.SURGE ? 10 : 4);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aRollbackThatDiesLeavesTheAutoscalerAsItWas(Moment moment) {
        int died = 0;
        for (int write = 1; write < LONGEST; write++) {
            AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 40));
            Lifeline life = new Lifeline();
            life.dieAt(aroundTheFreeze(), write, moment);
            ReleaseSpec spec = app.rig.specs("cart", Rig.rest()).build();
            Release first = app.rig.rollouts(life).start(spec, app.rig, IfBusy.REFUSE);
            app.rig.until(() -> !life.alive() || app.rig.said("scale stable cart from"));
            first.command(Command.ROLL_BACK_NOW, "ops");
            app.rig.until(() -> !life.alive() || first.result().isDone());
            if (life.alive()) {
                break;
            }
            died++;
            Release next = app.rig.start(spec);
            app.rig.until(() -> !next.id().isEmpty() || next.result().isDone());
            next.command(Command.ROLL_BACK_NOW, "ops");
            app.rig.end(next);
            app.assertScalerAsBefore();
            assertThat(AutoscalerFreeze.frozenBy(app.hpa())).isEmpty();
        }
        assertThat(died).isGreaterThan(3);
    }

    private static String died(Lifeline life) {
        return life.calls().get(life.calls().size() - 1).doing() + "\n";
    }
}
