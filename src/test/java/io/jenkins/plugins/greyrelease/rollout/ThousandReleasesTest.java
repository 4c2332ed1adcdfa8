package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Simulate;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.runtime.OwnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThousandReleasesTest {
    private static final int RELEASES = Integer.getInteger("grey.releases", 1000);
    /** Few: what is asked is whether the releases get in each other's way, and pods take the time. */
    private static final int PODS = 2;

    /** More nodes than pods need, 110 pods each: what is measured here is the engine, not the scheduler. */
    private final Rig rig = new Rig(1000, new Simulate(RELEASES / 20 + 6, 3, "64", "256Gi"), "c1", "c2", "c3");

    private final SplittableRandom random = new SplittableRandom(1000);
    private int left = RELEASES;
    private int atFirstCheck;
    private int mostThreads;

    /** @param bad whether the new image never gets ready */
    private record App(String name, List<String> clusters, boolean bad) {}

    /**
     * All in one namespace, most in one of the clusters, some in two or all three, and in two batches of one pod; the
     * new images of a fifth of them are bad.
     *
     * <p>Does not check: clusters in trouble (the drawn releases do).
     */
    @Test
    @Scenario("1,000 releases at once")
    void aThousandReleasesInOneProcessAllEndRightAndTakeNoThreads() {
        OwnThreads.run("the process that releases", this::release);
    }

    /** Counts the threads of this process alone: other tests run beside it. */
    private void release(ThreadGroup process) {
        List<App> apps = new ArrayList<>();
        for (int i = 0; i < RELEASES; i++) {
            apps.add(create("app-" + i));
        }
        rig.settled();
        int threads = process.activeCount();
        Duration begun = rig.time.elapsed();
        List<Release> releases = apps.stream().map(app -> rig.start(spec(app))).toList();
        releases.forEach(each -> each.result().thenRun(() -> left--));
        rig.judge = batch -> {
            atFirstCheck = atFirstCheck == 0 ? left : atFirstCheck;
            mostThreads = Math.max(mostThreads, process.activeCount());
            return CompletableFuture.completedFuture(new Verdict.Passed());
        };
        rig.until(() -> left == 0);
        for (int i = 0; i < RELEASES; i++) {
            endedRight(apps.get(i), releases.get(i).result().join());
        }
        assertThat(atFirstCheck)
                .as("under way when the first batch was checked")
                .isEqualTo(RELEASES);
        assertThat(mostThreads).isEqualTo(threads);
        int places = apps.stream().mapToInt(app -> app.clusters().size()).sum();
        System.out.printf(
                "%d releases in %d places, %d with a bad image: %s of virtual time, %d events, %d threads before and at"
                        + " most %d meanwhile%n",
                RELEASES,
                places,
                apps.stream().filter(App::bad).count(),
                rig.time.elapsed().minus(begun),
                rig.time.executed(),
                threads,
                mostThreads);
    }

    private App create(String name) {
        List<String> all = List.copyOf(rig.clusters.keySet());
        int first = random.nextInt(all.size());
        int draw = random.nextInt(20);
        int count = draw < 18 ? 1 : draw < 19 ? 2 : 3;
        List<String> clusters = new ArrayList<>();
        boolean bad = random.nextInt(5) == 0;
        for (int i = 0; i < count; i++) {
            String cluster = all.get((first + i) % all.size());
            clusters.add(cluster);
            rig.app(cluster, name, PODS);
            if (bad) {
                rig.images.get(cluster).set(name + ":v2", ImageBehaviour.NORMAL.neverReady());
            }
        }
        return new App(name, clusters, bad);
    }

    private static ReleaseSpec spec(App app) {
        return Specs.of(app.name())
                .clusters(app.clusters())
                .batches(Rig.pods(1), Rig.rest())
                .progressDeadline(Duration.ofMinutes(2))
                .build();
    }

    private void endedRight(App app, ReleaseResult result) {
        assertThat(result.outcome()).as(app::toString).isEqualTo(app.bad() ? Outcome.ROLLED_BACK : Outcome.RELEASED);
        assertThat(result.clusters())
                .extracting(ReleaseResult.ClusterResult::ended)
                .allMatch(ended -> app.bad() ? ended != Ended.NEW : ended == Ended.NEW);
        for (String cluster : app.clusters()) {
            rig.assertClean(cluster, app.name(), app.name() + (app.bad() ? ":v1" : ":v2"), PODS);
        }
    }
}
