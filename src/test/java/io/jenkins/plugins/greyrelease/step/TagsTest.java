package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TagsTest {
    private static final SampleImage TESTED = SampleImage.of("as tested", 10);
    private static final SampleImage MOVED = SampleImage.of("built later", 10);
    private static final String TAG = "harbor.example/shop/cart:2";
    private static final String PINNED = TAG + "@" + TESTED.digest();
    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart, namespace: shop, labels: {app: cart}}
            spec:
              selector: {matchLabels: {app: cart}}
              template:
                metadata: {labels: {app: cart}}
                spec:
                  initContainers: [{name: wait, image: 'busybox:1'}]
                  containers: [{name: server, image: 'harbor.example/shop/cart:2'}]
            """;

    private final Rig rig = new Rig(63, "gd9-a", "gd9-b").app("cart", 2).settled();
    private final SimulatedRegistries stand = new SimulatedRegistries(
            List.of(new RegistrySpec(
                    "test", "", "https://harbor.example", Optional.empty(), Optional.empty(), Optional.empty())),
            rig.time,
            rig.ids());
    private Lifeline life = new Lifeline();
    private RigHost host = new RigHost();

    TagsTest() {
        rig.registries = stand.registries();
        tagMeans(MOVED);
        tagMeans(TESTED);
    }

    private void tagMeans(SampleImage image) {
        stand.named("test").put("shop/cart", "2", image);
    }

    /** A process that releases in the rig's clusters, and dies with its life. */
    private final class RigHost extends FakeHost {
        RigHost() {
            super(rig.fleet(life), life.scheduler(rig.time));
            registries = stand.registries();
            verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        }

        @Override
        public void event(io.jenkins.plugins.greyrelease.rollout.ReleaseEvent event) {
            rig.event(event);
        }

        @Override
        public CompletableFuture<String> readFile(String path) {
            return CompletableFuture.completedFuture(MANIFEST);
        }

        @Override
        public Release release(ReleaseSpec spec, ReleaseHooks hooks) {
            return rig.rollouts(life).start(spec, hooks, IfBusy.REFUSE);
        }

        @Override
        public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
            return super.block(environment, label).thenApply(passed -> {
                int next = Integer.parseInt(environment.get("GREY_BATCH")) + 1;
                rig.invariants.permit(environment.get("GREY_CLUSTER"), "cart", next);
                return passed;
            });
        }
    }

    private ReleaseSpec spec(String what, String image) {
        Map<String, Object> given =
                Map.of("app", "cart", "namespace", Rig.NS, what, image, "batches", List.of(1, "rest"));
        CompletableFuture<ReleaseSpec> spec =
                ReleaseRequest.of(StepSpecs.CANARY_BATCH, given).spec(host);
        rig.until(spec::isDone);
        return spec.join();
    }

    private CompletableFuture<StepOutcome> begin(String what, String image) {
        rig.invariants.began("cart");
        return new ReleaseRun(host, spec(what, image), true).start();
    }

    private void diesAndRunsAgain() {
        life.die();
        life = new Lifeline();
        host = new RigHost();
    }

    private void releases(CompletableFuture<StepOutcome> outcome, String image) {
        rig.until(outcome::isDone);
        assertThat(outcome.join().status()).as(outcome.join().message()).isEqualTo(Status.SUCCESS);
        rig.assertClean("gd9-a", "cart", image, 2);
        rig.assertClean("gd9-b", "cart", image, 2);
    }

    @Test
    @Scenario("the tag was moved after approval")
    void aTagThatIsMovedAfterApprovalChangesNothing() {
        CompletableFuture<Verdict> approval = new CompletableFuture<>();
        host.verdict = approval;
        CompletableFuture<StepOutcome> outcome = begin("image", TAG);
        rig.until(() -> !host.blocks.isEmpty());
        assertThat(host.blocks.get(0)).contains("GREY_IMAGE=" + PINNED);
        approval.complete(new Verdict.Passed());
        tagMeans(MOVED);
        releases(outcome, PINNED);
    }

    @Test
    @Scenario("the tag was moved after approval")
    void aRunThatGoesOnAfterTheTagWasMovedMeansTheDigestThatItBeganWith() {
        host.verdict = new CompletableFuture<>();
        begin("image", TAG);
        rig.until(() -> !host.blocks.isEmpty());
        diesAndRunsAgain();
        tagMeans(MOVED);
        CompletableFuture<StepOutcome> again = begin("image", TAG);
        assertThat(host.log).containsExactly("goes on with " + PINNED + ", as it was when this release began");
        releases(again, PINNED);
    }

    @Test
    void soDoesOneThatIsFoundInItsLastClusterBeforeThatHasACanary() {
        rig.breakImage("gd9-b", PINNED);
        host.verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        begin("image", TAG);
        rig.untilSaid("CLUSTER_DONE gd9-a");
        diesAndRunsAgain();
        tagMeans(MOVED);
        assertThat(spec("image", TAG).change().images()).containsExactly(PINNED);
    }

    @Test
    void soDoesOneWhoseProcessDiedBeforeAnyClusterWasLocked() {
        assertThat(spec("image", TAG).change().images()).containsExactly(PINNED);
        Map<String, String> kept = host.notes;
        diesAndRunsAgain();
        host.notes.putAll(kept);
        tagMeans(MOVED);
        CompletableFuture<StepOutcome> again = begin("image", TAG);
        assertThat(host.log).containsExactly("goes on with " + PINNED + ", as it was when this release began");
        releases(again, PINNED);
    }

    @Test
    void whatItAttachedToIsWhatItMeansEvenAfterThatHasEnded() {
        CompletableFuture<StepOutcome> other = begin("image", TAG);
        rig.until(() -> !host.blocks.isEmpty());
        host.notes.clear();
        tagMeans(MOVED);
        assertThat(spec("image", TAG).change().images()).containsExactly(PINNED);
        releases(other, PINNED);
        assertThat(spec("image", TAG).change().images()).containsExactly(PINNED);
    }

    @Test
    void anotherReleaseThatIsUnderWayDoesNotDecideWhatATagMeans() {
        host.verdict = new CompletableFuture<>();
        begin("image", "harbor.example/shop/cart:3@" + MOVED.digest());
        rig.until(() -> !host.blocks.isEmpty());
        diesAndRunsAgain();
        assertThat(spec("image", TAG).change().images()).containsExactly(PINNED);
    }

    @Test
    void allImagesOfAManifestAreLookedUpAndThoseOfOtherRegistriesStayAsTheyAre() {
        host.verdict = new CompletableFuture<>();
        begin("manifest", "cart.yaml");
        rig.until(() -> !host.blocks.isEmpty());
        assertThat(host.log)
                .contains(
                        "busybox:1 is released as it is written: its registry is not configured, so nothing says which"
                                + " digest the tag stands for")
                .contains(TAG + " is " + TESTED.digest() + " now: that is what this release brings");
        diesAndRunsAgain();
        tagMeans(MOVED);
        releases(begin("manifest", "cart.yaml"), PINNED);
    }

    @Test
    void aTagThatIsNotThereIsRefusedAndADigestIsNotLookedUp() {
        assertThatThrownBy(() -> spec("image", "harbor.example/shop/cart:3"))
                .hasRootCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("registry test has no image harbor.example/shop/cart:3; check its name and tag");
        stand.named("test").faults().down(true);
        assertThatThrownBy(() -> spec("image", TAG))
                .hasRootCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("which digest " + TAG + " stands for could not be found out: registry test: ");
        assertThat(spec("image", PINNED).change().images()).containsExactly(PINNED);
    }
}
