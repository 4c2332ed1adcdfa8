package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An owner changes a cluster's template while the release is at work in another one. */
class ChangedElsewhereTest {
    private static final String A = "gd9-a";
    private static final String B = "gd9-b";
    private static final EnvVar THEIRS =
            new EnvVarBuilder().withName("CURRENCY").withValue("EUR").build();

    private final Rig rig = new Rig(95, A, B).app("cart", 2).settled();

    private Release start() {
        return rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
    }

    private void setEnv(String cluster, EnvVar... env) {
        rig.edit(cluster, "cart", cart -> cart.editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withEnv(env)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
    }

    private List<EnvVar> env(String cluster) {
        return rig.stable(cluster, "cart")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv();
    }

    private void stands(Release release, String cluster, String why) {
        rig.untilSaid("PAUSED " + cluster);
        rig.time.advance(Duration.ofMinutes(30));
        assertThat(release.result()).isNotDone();
        assertThat(release.status()).contains(cluster + ": somebody changed").contains(why);
        assertThat(env(cluster)).containsExactly(THEIRS);
    }

    private void ends(Release release, Outcome outcome, String imageOfA, String imageOfB) {
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(outcome);
        rig.settled();
        rig.assertClean(A, "cart", imageOfA, 2);
        rig.assertClean(B, "cart", imageOfB, 2);
    }

    private Release changedBeforeItsTurn() {
        Release release = start();
        rig.untilSaid("CLUSTER_STARTED " + A);
        setEnv(B, THEIRS);
        stands(release, B, "before its turn");
        return release;
    }

    @Test
    void aTemplateThatWasChangedBeforeItsTurnIsNotOverwritten() {
        Release release = changedBeforeItsTurn();
        setEnv(B);
        ends(release, Outcome.RELEASED, "cart:v2", "cart:v2");
    }

    @Test
    void goingBackFromThereKeepsTheChange() {
        Release release = changedBeforeItsTurn();
        release.command(Command.ROLL_BACK_NOW, "anna");
        ends(release, Outcome.ROLLED_BACK, "cart:v1", "cart:v1");
        assertThat(env(B)).containsExactly(THEIRS);
    }

    @Test
    void aClusterThatWasChangedAfterItsReleaseIsLeftToAPersonWhenTheOthersGoBack() {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        rig.judge = batch -> batch.places().get(0).cluster().equals(B)
                ? verdict
                : CompletableFuture.completedFuture(new Verdict.Passed());
        Release release = start();
        rig.untilSaid("BATCH_REACHED " + B);
        setEnv(A, THEIRS);
        rig.settled();
        verdict.complete(new Verdict.Rejected("errors"));
        stands(release, A, "after it was released here");
        setEnv(A);
        ends(release, Outcome.ROLLED_BACK, "cart:v1", "cart:v1");
    }
}
