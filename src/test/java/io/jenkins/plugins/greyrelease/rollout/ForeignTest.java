package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.rollout.Move.End;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What others write during a release, in the small world. */
class ForeignTest {
    private static final Goal NEXT = new Goal.Grow(2, 8);

    private static Run inBatch() {
        Run run = new Run(World.of(10, "cart:v1"), Run.terms("cart:v2", 1, 0));
        run.reach(new Goal.Grow(1, 4));
        return run;
    }

    private static Move.Stop stops(Run run, Goal goal, String code) {
        Move end = run.drive(goal);
        assertThat(end).isInstanceOf(Move.Stop.class);
        Move.Stop stop = (Move.Stop) end;
        assertThat(stop.code()).isEqualTo(code);
        run.world.settle();
        assertThat(run.world.ready()).isGreaterThanOrEqualTo(10);
        return stop;
    }

    private static void goesBack(Run run, String image, int pods) {
        String uid = run.world.stable().getMetadata().getUid();
        assertThat(run.reach(new Goal.Back(false)).end()).isEqualTo(End.OLD);
        DecisionTest.assertEnded(run.world, image, pods, uid);
    }

    @Test
    void aPauseByTheOwnerStopsUntilItIsResumed() {
        Run run = inBatch();
        run.world.edit("cart", d -> d.editSpec().withPaused(true).endSpec());
        assertThat(stops(run, NEXT, "paused").why())
                .contains("kubectl rollout resume")
                .contains("roll back");
        run.world.edit("cart", d -> d.editSpec().withPaused(null).endSpec());
        run.reach(NEXT);
    }

    @Test
    void anotherNumberOfCanaryPodsStopsUntilItIsPutRight() {
        Run run = inBatch();
        run.world.edit("cart-x7f2", d -> d.editSpec().withReplicas(7).endSpec());
        assertThat(stops(run, NEXT, "canary-scaled").why()).contains("from 4 to 7");
        run.world.edit("cart-x7f2", d -> d.editSpec().withReplicas(4).endSpec());
        run.reach(NEXT);
    }

    @Test
    void aCanaryScaledToNothingIsMadeUpForByStableFirst() {
        Run run = inBatch();
        run.world.edit("cart-x7f2", d -> d.editSpec().withReplicas(0).endSpec());
        run.world.settle();
        stops(run, NEXT, "canary-scaled");
        assertThat(View.spec(run.world.stable())).isEqualTo(10);
        goesBack(run, "cart:v1", 10);
    }

    @Test
    void anotherTemplateInTheCanaryIsNotWhatWasApproved() {
        Run run = inBatch();
        run.world.edit(
                "cart-x7f2",
                d -> d.editSpec().withTemplate(Fixtures.template("cart:evil")).endSpec());
        stops(run, NEXT, "canary-edited");
        goesBack(run, "cart:v1", 10);
    }

    @Test
    void aPausedCanaryStops() {
        Run run = inBatch();
        run.world.edit("cart-x7f2", d -> d.editSpec().withPaused(true).endSpec());
        stops(run, NEXT, "canary-paused");
    }

    @Test
    void aDeploymentThatHasTheCanarysNameIsLeftAlone() {
        Run run = inBatch();
        run.world.edit(
                "cart-x7f2",
                d -> d.editMetadata().withLabels(Map.of("app", "cart")).endMetadata());
        stops(run, NEXT, "name-taken");
    }

    @Test
    void gitOpsThatWritesTheOldSpecBackIsNotFought() {
        Run run = inBatch();
        run.world.edit("cart", d -> d.editMetadata()
                .withLabels(Map.of("app", "cart"))
                .endMetadata()
                .editSpec()
                .withReplicas(10)
                .endSpec());
        run.world.settle();
        assertThat(stops(run, NEXT, "unlocked").why()).contains("GitOps");
        goesBack(run, "cart:v1", 10);
    }

    @Test
    void aStableDeploymentThatIsGoneIsNotMadeAgain() {
        Run run = inBatch();
        run.world.delete(run.world.stable(), Propagation.BACKGROUND);
        assertThat(run.drive(NEXT)).isInstanceOfSatisfying(Move.Stop.class, stop -> assertThat(stop.code())
                .isEqualTo("stable-gone"));
        assertThat(run.world.pods).hasSize(4);
    }

    @Test
    void imageAndNumberChangedInOneEditAreTakenApart() {
        Run run = inBatch();
        run.world.edit("cart", d -> d.editSpec()
                .withReplicas(12)
                .withTemplate(Fixtures.template("cart:hotfix"))
                .endSpec());
        stops(run, NEXT, "edited");
        goesBack(run, "cart:hotfix", 12);
    }

    @Test
    void aSmallerNumberWhileGoingBackIsTakenOver() {
        Run run = inBatch();
        run.step(new Goal.Back(false));
        run.world.edit("cart", d -> d.editSpec().withReplicas(5).endSpec());
        goesBack(run, "cart:v1", 5);
    }

    @Test
    void aNumberWrittenWhileItStandsStillIsTakenOver() {
        Run run = inBatch();
        run.world.edit("cart", d -> d.editSpec().withReplicas(12).endSpec());
        while (run.step(new Goal.Hold()) instanceof Move.Write) {
            assertThat(run.world.log).hasSizeLessThan(100);
        }
        assertThat(run.world.stable().getMetadata().getLabels()).containsEntry(Labels.DESIRED, "12");
        run.reach(NEXT);
        assertThat(View.spec(run.world.stable())).isEqualTo(4);
    }

    @Test
    void aRevertByTheSameReleaseIsTheSameTheOtherWay() {
        Run run = inBatch();
        String uid = run.world.stable().getMetadata().getUid();
        run.reach(new Goal.Grow(2, 10));
        run.reach(new Goal.Promote());
        Terms t = run.terms;
        run.terms = new TermsLike(t)
                .revertTo(Fixtures.template("cart:v1"))
                .fenceposts("2", "0")
                .build();
        run.neverBelow(10);
        run.reach(new Goal.Grow(1, 10));
        assertThat(run.world.stable().getMetadata().getLabels()).containsEntry(Labels.MODE, "revert");
        run.reach(new Goal.Promote());
        DecisionTest.assertEnded(run.world, "cart:v1", 10, uid);
    }

    /** Scaled by somebody after any write: the release still ends, and on the number that was asked for last. */
    @Property(tries = 80)
    void anyScaleAtAnyWriteIsWhatTheAppEndsWith(
            @ForAll @IntRange(min = 1, max = 40) int write,
            @ForAll @IntRange(max = 12) int replicas,
            @ForAll boolean back,
            @ForAll boolean extra) {
        Terms terms = Run.terms("cart:v2", 2, 0);
        Run run = new Run(World.of(6, "cart:v1"), extra ? Run.surge(terms) : terms);
        String uid = run.world.stable().getMetadata().getUid();
        boolean[] scaled = {false};
        run.afterWrite = n -> {
            boolean stillOurs = run.world.stable().getMetadata().getLabels().containsKey(Labels.RELEASE);
            if (n >= write && !scaled[0] && stillOurs && View.spec(run.world.stable()) != replicas) {
                scaled[0] = true;
                run.world.edit("cart", d -> d.editSpec().withReplicas(replicas).endSpec());
            }
        };
        run.reach(new Goal.Grow(1, 2));
        End end = run.reach(back ? new Goal.Back(false) : new Goal.Promote()).end();
        DecisionTest.assertEnded(run.world, end == End.NEW ? "cart:v2" : "cart:v1", scaled[0] ? replicas : 6, uid);
        assertThat(Set.of(End.NEW, End.OLD)).contains(end);
    }
}
