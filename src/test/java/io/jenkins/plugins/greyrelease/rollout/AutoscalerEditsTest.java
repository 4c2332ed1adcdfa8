package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody changes or deletes the autoscaler during a release. */
class AutoscalerEditsTest {
    private final AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 40));

    private Release start(Capacity capacity) {
        app.rig.judge = batch -> {
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            app.rig.time.after(Duration.ofMinutes(5), () -> verdict.complete(new Verdict.Passed()));
            return verdict;
        };
        return app.rig.start(app.rig
                .specs("cart", Rig.pods(2), Rig.rest())
                .capacity(capacity)
                .build());
    }

    private void ended(Release release, Outcome outcome, String image) {
        assertThat(app.rig.end(release).outcome()).as(app.rig::tail).isEqualTo(outcome);
        app.wait(Duration.ofMinutes(1));
        app.rig.assertClean(AutoscaledRig.CLUSTER, "cart", image, app.wanted());
    }

    @Test
    @Scenario("min/max edited in the release")
    void newBoundsOfAWorkingAutoscalerAreObeyedAndStay() {
        Release release = start(Capacity.SURGE);
        app.rig.untilSaid("BATCH_REACHED");
        app.edit(hpa -> hpa.edit()
                .editSpec()
                .withMinReplicas(8)
                .withMaxReplicas(30)
                .endSpec()
                .build());
        ended(release, Outcome.RELEASED, "cart:v2");
        assertThat(app.wanted()).isGreaterThanOrEqualTo(8);
        assertThat(app.hpa().getSpec().getMinReplicas()).isEqualTo(8);
        assertThat(app.hpa().getSpec().getMaxReplicas()).isEqualTo(30);
        assertThat(app.hpa().getSpec().getBehavior()).isNull();
    }

    @Test
    @Scenario("min/max edited in the release")
    void newBoundsOfAFrozenAutoscalerHoldTheReleaseAndAreKept() {
        Release release = start(Capacity.REPLACE);
        app.rig.untilSaid("BATCH_REACHED");
        app.edit(hpa -> hpa.edit().editSpec().withMaxReplicas(30).endSpec().build());
        app.wait(Duration.ofMinutes(30));
        assertThat(release.result()).isNotDone();
        assertThat(release.status()).contains("somebody changed", "while it was frozen", "roll back");
        assertThat(app.ready()).isGreaterThanOrEqualTo(6);
        release.command(Command.ROLL_BACK_NOW, "ops");
        ended(release, Outcome.ROLLED_BACK, "cart:v1");
        assertThat(app.hpa().getSpec().getMaxReplicas()).isEqualTo(30);
        assertThat(app.hpa().getSpec().getMinReplicas()).isEqualTo(3);
        assertThat(AutoscalerFreeze.frozenBy(app.hpa())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SURGE", "REPLACE"})
    @Scenario("HPA deleted")
    void withoutTheAutoscalerTheReleaseGoesOnByTheNumberThatIsThere(Capacity capacity) {
        Release release = start(capacity);
        app.rig.untilSaid("BATCH_REACHED");
        app.server.delete(Rig.OWNER, Kind.HPA, Rig.NS, "cart", DeleteOptions.BACKGROUND);
        ended(release, Outcome.RELEASED, "cart:v2");
        assertThat(app.wanted()).isEqualTo(6);
    }

    /** What stable's replicas mean was agreed at the start. */
    @Test
    void anotherProcessGoesOnAsAgreedThoughTheAutoscalerIsGone() {
        Release first = start(Capacity.AUTO);
        app.rig.untilSaid("BATCH_REACHED");
        app.server.delete(Rig.OWNER, Kind.HPA, Rig.NS, "cart", DeleteOptions.BACKGROUND);
        first.detach();
        Release next =
                app.rig.again(app.rig.specs("cart", Rig.pods(2), Rig.rest()).build());
        app.rig.untilSaid("BATCH_REACHED gd9-a batch 2");
        assertThat(app.wanted()).isEqualTo(6);
        ended(next, Outcome.RELEASED, "cart:v2");
    }
}
