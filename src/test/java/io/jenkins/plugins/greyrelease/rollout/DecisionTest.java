package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.rollout.Move.End;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Releases in the small world, from the lock to the labels' end. */
class DecisionTest {

    private static Run run(int replicas, String... history) {
        return new Run(World.of(replicas, history), Run.terms("cart:v2", 1, 0));
    }

    static void assertEnded(World world, String image, int pods, String uid) {
        world.settle();
        Deployment stable = world.stable();
        assertThat(world.deployments).containsOnlyKeys("cart");
        assertThat(stable.getMetadata().getUid()).isEqualTo(uid);
        assertThat(stable.getMetadata().getLabels()).isEqualTo(java.util.Map.of("app", "cart"));
        assertThat(stable.getSpec().getTemplate()).isEqualTo(Fixtures.template(image));
        assertThat(View.paused(stable)).isFalse();
        assertThat(View.spec(stable)).isEqualTo(pods);
        assertThat(world.pods).hasSize(pods);
        assertThat(world.sets.values()).noneMatch(ReplicaSets::isParked).allMatch(set -> View.owns(stable, set));
    }

    private static Set<String> images(World world) {
        return world.sets.values().stream()
                .filter(set -> Tally.specOf(set) > 0)
                .map(set -> set.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void releasesInBatchesAndKeepsThePodsOfTheLastBatch() {
        Run run = run(10, "cart:v0", "cart:v1");
        String uid = run.world.stable().getMetadata().getUid();
        run.neverBelow(10);
        assertThat(run.reach(new Goal.Grow(1, 1)).end()).isEqualTo(End.BATCH);
        assertThat(run.world.pods).hasSize(10);
        assertThat(View.spec(run.world.stable())).isEqualTo(9);
        run.reach(new Goal.Grow(2, 5));
        run.reach(new Goal.Grow(3, 10));
        Set<String> last = new TreeSet<>(run.world.pods.keySet());
        assertThat(run.reach(new Goal.Promote()).end()).isEqualTo(End.NEW);
        assertEnded(run.world, "cart:v2", 10, uid);
        assertThat(run.world.pods.keySet()).isEqualTo(last);
        assertThat(run.world.sets.values().stream().map(ReplicaSets::revision)).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(images(run.world)).containsExactly("cart:v2");
    }

    @Test
    void aReleaseBackToAnOlderVersionTakesThePlaceOfItsTwinInHistory() {
        Run run = run(4, "cart:v2", "cart:v1");
        String uid = run.world.stable().getMetadata().getUid();
        run.reach(new Goal.Grow(1, 4));
        run.reach(new Goal.Promote());
        assertEnded(run.world, "cart:v2", 4, uid);
        assertThat(run.world.sets.values().stream().map(ReplicaSets::revision)).containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void goesBackWithStableUpFirst() {
        Run run = run(10, "cart:v1");
        String uid = run.world.stable().getMetadata().getUid();
        run.neverBelow(10);
        run.reach(new Goal.Grow(1, 4));
        assertThat(run.reach(new Goal.Back(false)).end()).isEqualTo(End.OLD);
        assertEnded(run.world, "cart:v1", 10, uid);
        assertThat(run.decide(new Goal.Back(false))).isInstanceOf(Move.Reached.class);
    }

    @Test
    void aBrokenVersionFailsAtTheDeadlineAndLeavesStableUntouched() {
        Run run = run(10, "cart:v1");
        run.world.broken.add("cart:v2");
        run.neverBelow(10);
        Move end = run.drive(new Goal.Grow(1, 1));
        assertThat(end).isInstanceOf(Move.Failed.class);
        assertThat(((Move.Failed) end).why()).contains("0 of 1 pods serve").contains("10m");
        assertThat(View.spec(run.world.stable())).isEqualTo(10);
        run.reach(new Goal.Back(true));
        assertThat(run.world.pods).hasSize(10);
    }

    @Test
    void inSurgeStableStaysWholeUntilTheEnd() {
        Run run = run(6, "cart:v1");
        String uid = run.world.stable().getMetadata().getUid();
        run.terms = Run.surge(Run.terms("cart:v2", 2, 0));
        run.neverBelow(6);
        run.reach(new Goal.Grow(1, 2));
        run.reach(new Goal.Grow(2, 6));
        assertThat(run.world.pods).hasSize(12);
        run.reach(new Goal.Promote());
        assertEnded(run.world, "cart:v2", 6, uid);
    }

    @Test
    void aScaleBySomebodyBecomesTheWantedNumber() {
        Run run = run(5, "cart:v1");
        String uid = run.world.stable().getMetadata().getUid();
        run.reach(new Goal.Grow(1, 2));
        run.world.edit("cart", d -> d.editSpec().withReplicas(10).endSpec());
        run.reach(new Goal.Grow(1, 2));
        assertThat(View.spec(run.world.stable())).isEqualTo(8);
        run.reach(new Goal.Promote());
        assertEnded(run.world, "cart:v2", 10, uid);
    }

    @Test
    void aCanaryThatWasDeletedIsMissedAfterCapacityIsRestored() {
        Run run = run(10, "cart:v1");
        run.reach(new Goal.Grow(1, 4));
        run.world.delete(
                run.world.deployments.get("cart-x7f2"),
                io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation.BACKGROUND);
        Move end = run.drive(new Goal.Grow(2, 8));
        assertThat(end).isInstanceOf(Move.Stop.class);
        assertThat(((Move.Stop) end).code()).isEqualTo("canary-gone");
        assertThat(View.spec(run.world.stable())).isEqualTo(10);
        assertThat(run.reach(new Goal.Back(false)).end()).isEqualTo(End.OLD);
    }

    @Test
    void anEditOfTheTemplateStopsTheReleaseAndIsKeptWhenItGoesBack() {
        Run run = run(4, "cart:v1");
        String uid = run.world.stable().getMetadata().getUid();
        run.reach(new Goal.Grow(1, 1));
        run.world.edit(
                "cart",
                d -> d.editSpec().withTemplate(Fixtures.template("cart:hotfix")).endSpec());
        assertThat(run.drive(new Goal.Grow(2, 4)))
                .isInstanceOfSatisfying(
                        Move.Stop.class, stop -> assertThat(stop.code()).isEqualTo("edited"));
        run.reach(new Goal.Back(false));
        assertEnded(run.world, "cart:hotfix", 4, uid);
    }

    @Test
    void anotherReleaseHoldsTheLock() {
        Run run = run(2, "cart:v1");
        run.world.edit(
                "cart",
                d -> d.editMetadata().addToLabels(Labels.RELEASE, "other").endMetadata());
        assertThat(run.drive(new Goal.Grow(1, 1))).isInstanceOfSatisfying(Move.Stop.class, stop -> {
            assertThat(stop.code()).isEqualTo("locked");
            assertThat(stop.why()).contains("other");
        });
    }

    @Test
    void aNewHolderRaisesTheEpochAndTheOldOneWritesNothingMore() {
        Run run = run(3, "cart:v1");
        run.reach(new Goal.Grow(1, 1));
        Terms before = run.terms;
        run.terms = new TermsLike(before).epoch(2).fenceposts("1", "0").build();
        assertThat(run.step(new Goal.Grow(1, 1)))
                .isInstanceOfSatisfying(
                        Move.Update.class, update -> assertThat(update.why()).contains("epoch"));
        run.terms = before;
        assertThat(run.decide(new Goal.Grow(1, 1)))
                .isInstanceOfSatisfying(
                        Move.Stop.class, stop -> assertThat(stop.code()).isEqualTo("taken-over"));
    }

    @Test
    void anAppOfZeroPodsIsReleasedToo() {
        Run run = run(0, "cart:v1");
        String uid = run.world.stable().getMetadata().getUid();
        run.reach(new Goal.Grow(1, 0));
        run.reach(new Goal.Promote());
        assertEnded(run.world, "cart:v2", 0, uid);
    }

    /** Any sizes, any pace of the controllers: bounds hold, the end is clean, no pod of the last batch is remade. */
    @Property(tries = 80)
    void anyReleaseEndsWhole(
            @ForAll @IntRange(max = 12) int replicas,
            @ForAll @IntRange(max = 4) int surge,
            @ForAll @IntRange(max = 3) int unavailable,
            @ForAll @IntRange(max = 12) int first,
            @ForAll boolean extra,
            @ForAll List<@IntRange(max = 3) Integer> pace) {
        World world = World.of(replicas, "cart:v0", "cart:v1");
        String uid = world.stable().getMetadata().getUid();
        Terms terms = Run.terms("cart:v2", surge == 0 && unavailable == 0 ? 1 : surge, unavailable);
        Run run = new Run(world, extra ? Run.surge(terms) : terms);
        int[] turn = {0};
        run.ticks = () -> pace.isEmpty() ? 0 : pace.get(turn[0]++ % pace.size());
        run.neverBelow(Math.max(0, replicas - unavailable));
        run.reach(new Goal.Grow(1, Math.min(first, replicas)));
        run.reach(new Goal.Grow(2, replicas));
        Set<String> canaries = world.pods.values().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith("cart-x7f2"))
                .map(Pod::getMetadata)
                .map(meta -> meta.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        run.reach(new Goal.Promote());
        assertEnded(world, "cart:v2", replicas, uid);
        assertThat(world.pods.keySet()).isEqualTo(canaries);
    }

    /** Turned back after any number of writes, even in the hand-over: all old, or all new where it had begun. */
    @Property(tries = 80)
    void anyReleaseCanBeTurnedBackAtAnyWrite(
            @ForAll @IntRange(min = 1, max = 8) int replicas,
            @ForAll @IntRange(max = 60) int writes,
            @ForAll boolean extra) {
        World world = World.of(replicas, "cart:v0", "cart:v1");
        String uid = world.stable().getMetadata().getUid();
        Terms terms = Run.terms("cart:v2", 2, 0);
        Run run = new Run(world, extra ? Run.surge(terms) : terms);
        run.neverBelow(replicas);
        Goal[] goals = {new Goal.Grow(1, 1), new Goal.Grow(2, replicas), new Goal.Promote()};
        int goal = 0;
        int done = 0;
        while (done < writes && goal < goals.length) {
            Move move = run.step(goals[goal]);
            done += move instanceof Move.Write ? 1 : 0;
            goal += move instanceof Move.Reached ? 1 : 0;
        }
        boolean handed = run.world.log.stream().anyMatch(line -> line.contains("for the hand-over"));
        assertThat(run.reach(new Goal.Back(true)).end()).isEqualTo(handed ? End.NEW : End.OLD);
        assertEnded(world, handed ? "cart:v2" : "cart:v1", replicas, uid);
    }
}
