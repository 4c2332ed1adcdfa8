package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A newer release takes over from one that is under way. */
class SupersedeTest {
    private static final String IN_BATCH_2 = "(batch 2)";

    private final Rig rig = new Rig(30, "gd9-a", "gd9-b").app("cart", 4).settled();
    private final Lifeline life = new Lifeline();
    private final List<ReleaseEvent> heard = new ArrayList<>();

    private Specs version(String image) {
        return rig.specs("cart", Rig.pods(1), Rig.pods(2), Rig.rest()).image(image);
    }

    private Release newer(String image, IfBusy ifBusy) {
        rig.invariants.began("cart");
        return rig.start(version(image).build(), ifBusy);
    }

    /** What the newer release's run hears, told from what the older one's hears. */
    private ReleaseHooks ears() {
        return new ReleaseHooks() {
            @Override
            public CompletableFuture<Verdict> check(BatchReport batch) {
                return rig.check(batch);
            }

            @Override
            public void event(ReleaseEvent event) {
                heard.add(event);
                if (event.kind() == ReleaseEvent.Kind.STARTED) {
                    rig.invariants.began("cart");
                }
                rig.event(event);
            }
        };
    }

    private void ends(Release release, Outcome outcome, String image) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(outcome);
        rig.settled();
        rig.assertClean("gd9-a", "cart", image, 4);
        rig.assertClean("gd9-b", "cart", image, 4);
    }

    @ParameterizedTest
    @EnumSource(Spread.class)
    @Scenario("a new image (v3) while v2 is in batch 2")
    void aNewerVersionTakesOverInTheSameProcess(Spread spread) {
        Release v2 = rig.start(version("cart:v2").spread(spread).build());
        rig.untilSaid(IN_BATCH_2);
        Release v3 = newer("cart:v3", IfBusy.SUPERSEDE);
        ends(v3, Outcome.RELEASED, "cart:v3");
        assertThat(rig.end(v2).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(rig.end(v2).reason()).contains("newer release");
    }

    @Test
    void theNewestOfThreeIsReleased() {
        Release v2 = rig.start(version("cart:v2").build());
        rig.untilSaid(IN_BATCH_2);
        Release v3 = newer("cart:v3", IfBusy.SUPERSEDE);
        Release v4 = newer("cart:v4", IfBusy.SUPERSEDE);
        ends(v4, Outcome.RELEASED, "cart:v4");
        assertThat(rig.end(v2).outcome()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(rig.end(v3).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(rig.end(v3).reason()).contains("a newer release").contains("before anything was changed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "take the lock on cart",
                "BATCH_REACHED gd9-a batch 1",
                IN_BATCH_2,
                "for the hand-over",
                "CLUSTER_DONE gd9-a",
                "BATCH_REACHED gd9-b batch 2",
                "ROLLING_BACK"
            })
    @Scenario("a new image (v3) while v2 is in batch 2")
    void aNewerVersionTakesOverFromAProcessThatDied(String moment) {
        Release v2 = rig.rollouts(life).start(version("cart:v2").build(), rig, IfBusy.REFUSE);
        if (moment.equals("ROLLING_BACK")) {
            rig.untilSaid("BATCH_REACHED gd9-b batch 1");
            v2.command(Command.ROLL_BACK_NOW, "alice");
        }
        rig.untilSaid(moment);
        life.die();
        Release v3 = rig.rollouts().start(version("cart:v3").build(), ears(), IfBusy.SUPERSEDE);
        ends(v3, Outcome.RELEASED, "cart:v3");
        assertThat(heard)
                .extracting(ReleaseEvent::kind)
                .containsOnlyOnce(ReleaseEvent.Kind.SUPERSEDING, ReleaseEvent.Kind.STARTED, ReleaseEvent.Kind.ENDED)
                .doesNotContain(ReleaseEvent.Kind.ROLLING_BACK);
        assertThat(rig.said("superseded release: ")).isTrue();
    }

    @Test
    void theOneBeforeIsTakenBackInItsOwnClustersWhateverTheNewerOneNames() {
        // its first batch is one pod of gd9-a, and approves the second in both
        rig.invariants.permit("gd9-b", "cart", 2);
        rig.rollouts(life).start(version("cart:v2").spread(Spread.EVEN).build(), rig, IfBusy.REFUSE);
        rig.untilSaid("BATCH_REACHED gd9-b batch 2");
        life.die();
        Release v3 = rig.rollouts().start(version("cart:v3").clusters("gd9-a").build(), ears(), IfBusy.SUPERSEDE);
        assertThat(rig.end(v3).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v3", 4);
        rig.assertClean("gd9-b", "cart", "cart:v1", 4);
    }

    @Test
    void howTheOneBeforeKeptCapacityIsNotWhatTheNewerOneAsksFor() {
        rig.rollouts(life).start(version("cart:v2").build(), rig, IfBusy.REFUSE);
        rig.untilSaid("BATCH_REACHED gd9-a batch 2");
        life.die();
        Release v3 = rig.rollouts()
                .start(version("cart:v3").capacity(ReleaseSpec.Capacity.SURGE).build(), ears(), IfBusy.SUPERSEDE);
        ends(v3, Outcome.RELEASED, "cart:v3");
    }

    @Test
    void aReleaseThatHasNoIdYetIsInTheWayToo() {
        var rollouts = rig.rollouts();
        Release first = rollouts.start(version("cart:v2").build(), rig, IfBusy.REFUSE);
        Release second = rollouts.start(version("cart:v3").build(), rig, IfBusy.REFUSE);
        assertThat(rig.end(second).reason()).startsWith("a release of cart in namespace ");
        ends(first, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void withoutSupersedeTheChoicesAreSaid() {
        Release v2 = rig.rollouts().start(version("cart:v2").build(), rig, IfBusy.REFUSE);
        rig.untilSaid(IN_BATCH_2);
        ReleaseResult refused = rig.end(rig.start(version("cart:v3").build()));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason())
                .contains("release " + v2.id())
                .contains("Run that one again to go on")
                .contains("roll it back")
                .contains("supersede it");
        ends(v2, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("v1 again while v2 is in batch 2")
    void askingForTheVersionBeforeIsARollback() {
        rig.rollouts(life).start(version("cart:v2").build(), rig, IfBusy.REFUSE);
        rig.untilSaid(IN_BATCH_2);
        life.die();
        ReleaseResult refused = rig.end(rig.start(version("cart:v1").build()));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason()).contains("the version that ran before").contains("roll that release back");
        Release v1 = rig.start(version("cart:v1").build(), IfBusy.SUPERSEDE);
        ends(v1, Outcome.RELEASED, "cart:v1");
        assertThat(rig.end(v1).reason()).contains("nothing to release");
    }

    @Test
    @Scenario("v1 again while v2 is in batch 2")
    void askingForTheVersionBeforeInTheSameProcessIsARollbackToo() {
        Release v2 = rig.start(version("cart:v2").build());
        rig.untilSaid(IN_BATCH_2);
        ends(rig.start(version("cart:v1").build(), IfBusy.SUPERSEDE), Outcome.RELEASED, "cart:v1");
        assertThat(rig.end(v2).outcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    @Scenario("v3 fails and v2 comes back")
    void aThirdVersionThatFailsLeavesTheSecond() {
        ends(rig.start(version("cart:v2").build()), Outcome.RELEASED, "cart:v2");
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.places().get(0).cluster().equals("gd9-b") && batch.batch() == 2
                        ? new Verdict.Rejected("errors")
                        : new Verdict.Passed());
        ends(newer("cart:v3", IfBusy.REFUSE), Outcome.ROLLED_BACK, "cart:v2");
    }

    @Test
    @Scenario("v3 fails and v2 comes back")
    void aThirdVersionThatSupersededTheSecondLeavesTheFirstWhenItFails() {
        Release v2 = rig.start(version("cart:v2").build());
        rig.untilSaid(IN_BATCH_2);
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Rejected("errors"));
        ends(newer("cart:v3", IfBusy.SUPERSEDE), Outcome.ROLLED_BACK, "cart:v1");
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        ends(newer("cart:v2", IfBusy.REFUSE), Outcome.RELEASED, "cart:v2");
        assertThat(rig.end(v2).outcome()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void theSameReleaseDoesNotSupersedeItself() {
        Release v2 = rig.start(version("cart:v2").build());
        rig.untilSaid(IN_BATCH_2);
        ReleaseResult refused = rig.end(rig.start(version("cart:v2").build(), IfBusy.SUPERSEDE));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason()).contains("this very release " + v2.id());
        ends(v2, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void whoStopsTheNewerOneWhileItWaitsEndsItBeforeItBegins() {
        rig.rollouts(life).start(version("cart:v2").build(), rig, IfBusy.REFUSE);
        rig.untilSaid(IN_BATCH_2);
        life.die();
        Release v3 = rig.rollouts().start(version("cart:v3").build(), ears(), IfBusy.SUPERSEDE);
        rig.untilSaid("SUPERSEDING");
        assertThat(v3.status()).contains("takes the release before it back");
        CompletableFuture<String> answer = v3.command(Command.ABORT, "alice");
        rig.until(answer::isDone);
        assertThat(answer.join()).contains("taken back to its end").contains("ends before it begins");
        ends(v3, Outcome.REFUSED, "cart:v1");
    }
}
