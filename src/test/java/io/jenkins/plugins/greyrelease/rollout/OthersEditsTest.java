package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else's hand on a release under way, through the engine: taken over, or paused on with what to do. */
class OthersEditsTest {
    private static final String A = "gd9-a";

    private final Rig rig = new Rig(93, A).app("cart", 6).settled();
    private final ApiServer server = rig.servers.get(A);

    /** In batch 2, its check under way. */
    private Release inBatchTwo() {
        rig.judge = batch -> batch.batch() == 2
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(new Verdict.Passed());
        Release release = rig.start(
                rig.specs("cart", Rig.pods(1), Rig.pods(2), Rig.rest()).build());
        rig.untilSaid("BATCH_REACHED " + A + " batch 2");
        return release;
    }

    private void standsStill(Release release, String... words) {
        rig.untilSaid("PAUSED");
        rig.time.advance(Duration.ofMinutes(30));
        assertThat(release.result()).isNotDone();
        assertThat(release.status()).contains(words);
        assertThat(rig.log).filteredOn(line -> line.contains("PAUSED")).hasSize(1);
    }

    private void goesBack(Release release, String image, int pods) {
        release.command(Command.ROLL_BACK_NOW, "ops");
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        rig.settled();
        rig.assertClean(A, "cart", image, pods);
    }

    private String canary() {
        return server.list(Kind.DEPLOYMENT, Rig.NS, null).stream()
                .map(d -> d.getMetadata().getName())
                .filter(name -> !name.equals("cart"))
                .findFirst()
                .orElseThrow();
    }

    private long ready() {
        return server.list(Kind.POD, Rig.NS, null).stream()
                .filter(Pods::active)
                .filter(Pods::ready)
                .count();
    }

    @Test
    @Scenario("image and replicas changed in one edit")
    void anImageIsNotOverwrittenANumberIsTakenOver() {
        Release release = inBatchTwo();
        rig.edit(A, "cart", d -> d.editSpec()
                .withReplicas(8)
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("cart:hotfix")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
        standsStill(release, "changed the pod template of deployment/cart", "roll back");
        assertThat(ready()).isGreaterThanOrEqualTo(8);
        goesBack(release, "cart:hotfix", 8);
    }

    @Test
    @Scenario("labels changed")
    void aLabelOfThePodsIsAnotherTemplateAndGoesOnWhenItIsPutBack() {
        Release release = inBatchTwo();
        rig.edit(A, "cart", d -> d.editSpec()
                .editTemplate()
                .editMetadata()
                .addToLabels("team", "red")
                .endMetadata()
                .endTemplate()
                .endSpec());
        standsStill(release, "changed the pod template");
        rig.edit(A, "cart", d -> d.editSpec()
                .editTemplate()
                .editMetadata()
                .removeFromLabels("team")
                .endMetadata()
                .endTemplate()
                .endSpec());
        rig.untilSaid("RESUMED");
        goesBack(release, "cart:v1", 6);
    }

    @Test
    @Scenario("labels changed")
    void aLabelOfTheOwnersOnTheDeploymentItselfStays() {
        rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
        rig.untilSaid("BATCH_REACHED");
        rig.edit(A, "cart", d -> d.editMetadata().addToLabels("team", "red").endMetadata());
        rig.untilSaid("ENDED");
        rig.settled();
        rig.assertClean(A, "cart", "cart:v2", 6);
        assertThat(rig.stable(A, "cart").getMetadata().getLabels()).isEqualTo(Map.of("app", "cart", "team", "red"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"desired", "wrote", "epoch", "batch", "phase", "step", "allowed", "reached", "settled"})
    @Scenario("labels changed")
    void nonsenseInALabelOfOursCostsNoPods(String label) {
        Release release = inBatchTwo();
        String key = "grey-release/" + label;
        for (String name : List.of("cart", canary())) {
            if (rig.stable(A, name).getMetadata().getLabels().containsKey(key)) {
                rig.edit(
                        A, name, d -> d.editMetadata().addToLabels(key, "seven").endMetadata());
            }
        }
        rig.time.advance(Duration.ofMinutes(2));
        assertThat(ready()).as(rig::tail).isGreaterThanOrEqualTo(6);
        goesBack(release, "cart:v1", 6);
    }

    @Test
    @Scenario("Deployment deleted mid-release")
    void aDeploymentThatWasDeletedIsNotMadeAgainButReleasedFromWhenItsOwnerMakesIt() {
        Deployment before = rig.stable(A, "cart");
        Release release = inBatchTwo();
        server.delete(Rig.OWNER, Kind.DEPLOYMENT, Rig.NS, "cart", DeleteOptions.BACKGROUND);
        standsStill(release, "deployment/cart was deleted", "Create it again");
        assertThat(rig.pods(A, "cart:v2")).isEqualTo(3);
        server.create(Rig.OWNER, Kind.DEPLOYMENT, Rig.deployment("cart", 6, "cart:v1"));
        rig.time.advance(Duration.ofMinutes(2));
        assertThat(rig.stable(A, "cart").getMetadata().getUid())
                .isNotEqualTo(before.getMetadata().getUid());
        goesBack(release, "cart:v1", 6);
    }

    @Test
    @Scenario("canary Deployment deleted mid-release")
    void aCanaryThatWasDeletedIsMadeUpForAtOnceAndNotMadeAgain() {
        Release release = inBatchTwo();
        server.delete(Rig.OWNER, Kind.DEPLOYMENT, Rig.NS, canary(), DeleteOptions.BACKGROUND);
        standsStill(release, "was deleted in the middle of the release", "Roll back");
        assertThat(rig.pods(A, "cart:v1")).isEqualTo(6);
        goesBack(release, "cart:v1", 6);
    }

    @Test
    @Scenario("record ConfigMap deleted")
    void aRecordThatWasDeletedHoldsNothingUp() {
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
        rig.untilSaid("BATCH_REACHED");
        server.list(Kind.CONFIG_MAP, Rig.NS, null)
                .forEach(map -> server.delete(
                        Rig.OWNER, Kind.CONFIG_MAP, Rig.NS, map.getMetadata().getName(), DeleteOptions.BACKGROUND));
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean(A, "cart", "cart:v2", 6);
        assertThat(server.list(Kind.CONFIG_MAP, Rig.NS, null)).hasSize(1);
    }

    @Test
    @Scenario("Deployment paused by its owner")
    void anOwnersPauseHoldsTheReleaseUntilItIsTakenOff() {
        Release release = inBatchTwo();
        rig.edit(A, "cart", d -> d.editSpec().withPaused(true).endSpec());
        standsStill(release, "somebody paused deployment/cart", "kubectl rollout resume");
        rig.edit(A, "cart", d -> d.editSpec().withPaused(null).endSpec());
        rig.untilSaid("RESUMED");
        goesBack(release, "cart:v1", 6);
    }

    @Test
    @Scenario("GitOps writes the old spec back during the release")
    void gitOpsIsNotFought() {
        Release release = inBatchTwo();
        gitOps(rig, 6, false);
        standsStill(release, "were taken off deployment/cart, as GitOps does", "roll back");
        goesBack(release, "cart:v1", 6);
    }

    /** As {@code kubectl apply} and Argo CD do: labels, replicas, template as in Git, other fields as they are. */
    private static void gitOps(Rig rig, int pods, boolean unpauses) {
        Deployment inGit = Rig.deployment("cart", pods, "cart:v1");
        rig.edit(A, "cart", d -> {
            var edited = d.editMetadata()
                    .withLabels(inGit.getMetadata().getLabels())
                    .endMetadata()
                    .editSpec()
                    .withReplicas(pods)
                    .withTemplate(inGit.getSpec().getTemplate())
                    .endSpec();
            return unpauses ? edited.editSpec().withPaused(null).endSpec() : edited;
        });
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    @Scenario("GitOps writes the old spec back during the release")
    void gitOpsAfterAnyWriteLeavesTheAppWhole(boolean unpauses) {
        int interrupted = 0;
        for (int write = 1; write < 60; write++) {
            Rig each = new Rig(95, A).app("cart", 3).settled();
            Release release =
                    each.start(each.specs("cart", Rig.pods(1), Rig.rest()).build());
            int after = write;
            each.until(() -> release.result().isDone()
                    || each.log.stream()
                                    .filter(line -> line.matches("(?s)\\d+ (WROTE|HANDOVER) .*"))
                                    .count()
                            >= after);
            if (release.result().isDone()) {
                break;
            }
            interrupted++;
            each.log.add("GitOps after write " + write);
            gitOps(each, 3, unpauses);
            each.time.runUntil(
                    () -> release.result().isDone(), each.time.elapsed().plus(Duration.ofMinutes(5)));
            release.command(Command.ROLL_BACK_NOW, "ops");
            ReleaseResult result = each.end(release);
            each.settled();
            String image = each.stable(A, "cart")
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .get(0)
                    .getImage();
            each.log.add(result.toString());
            each.assertClean(A, "cart", image, 3);
        }
        assertThat(interrupted).isGreaterThan(12);
    }
}
