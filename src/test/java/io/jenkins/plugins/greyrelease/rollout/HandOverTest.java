package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.Admission;
import io.jenkins.plugins.greyrelease.rollout.Move.End;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-over on simulated controllers: quiet whatever they suffer, and in the same state after any crash. */
class HandOverTest {
    private static final Goal PROMOTE = new Goal.Promote();
    /** More than a promotion of ten pods writes. */
    private static final int WRITES = 14;

    private static void assertQuiet(Sim sim, Consumer<Sim> trouble) {
        String uid = sim.stable().getMetadata().getUid();
        int replicas = sim.living().size();
        Map<String, Integer> pods = sim.living();
        trouble.accept(sim);
        assertThat(sim.reach(PROMOTE).end()).isEqualTo(End.NEW);
        sim.assertEnded("cart:v2", replicas, uid);
        assertThat(sim.living()).as(sim::tail).isEqualTo(pods);
    }

    @Test
    void theDeploymentKeepsNameUidPodsAndHistory() {
        Sim sim = Sim.whole(1, 10, "cart:v0", "cart:v1");
        assertQuiet(sim, s -> {});
        assertThat(revisions(sim)).containsExactly("1 cart:v0", "2 cart:v1", "3 cart:v2");
        assertThat(sim.stable().getMetadata().getAnnotations()).containsEntry(ReplicaSets.REVISION, "3");
    }

    @Test
    void aReleaseBackToAnOlderTemplateTakesItsPlaceInHistory() {
        Sim sim = Sim.whole(2, 6, "cart:v2", "cart:v1");
        assertQuiet(sim, s -> {});
        assertThat(revisions(sim)).containsExactly("2 cart:v1", "3 cart:v2");
    }

    private static List<String> revisions(Sim sim) {
        return sim.sets().stream()
                .map(set -> ReplicaSets.revision(set) + " "
                        + set.getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getImage())
                .sorted()
                .toList();
    }

    static IntStream writes() {
        return IntStream.rangeClosed(1, WRITES);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aCrashAfterAnyWriteLeadsToTheSameEnd(int last) {
        Sim sim = Sim.whole(last, 4, "cart:v0", "cart:v1");
        int[] done = {0};
        sim.afterWrite = () -> {
            if (++done[0] == last) {
                sim.crash(Duration.ofMinutes(3));
            }
        };
        assertQuiet(sim, s -> {});
    }

    @ParameterizedTest
    @MethodSource("writes")
    void controllersKilledAfterAnyWriteDisturbNothing(int last) {
        Sim sim = Sim.whole(last, 4, "cart:v0", "cart:v1");
        int[] done = {0};
        sim.afterWrite = () -> {
            if (++done[0] == last) {
                sim.controllers.restart();
            }
        };
        assertQuiet(sim, s -> {});
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void informersOfDifferentAgesDisturbNothing(long seed) {
        assertQuiet(Sim.whole(seed, 10, "cart:v2", "cart:v1"), sim -> {
            SplittableRandom random = new SplittableRandom(seed);
            sim.api.caches().lag(Kind.DEPLOYMENT, () -> Duration.ofMillis(random.nextInt(4000)));
            sim.api.caches().lag(Kind.REPLICA_SET, () -> Duration.ofMillis(random.nextInt(4000)));
            sim.api.caches().lag(Kind.POD, () -> Duration.ofMillis(random.nextInt(1000)));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void controllersThatStallDisturbNothing(long seed) {
        assertQuiet(Sim.whole(seed, 10, "cart:v0", "cart:v1"), sim -> stall(sim, new SplittableRandom(seed), 40));
    }

    private static void stall(Sim sim, SplittableRandom random, int times) {
        if (times > 0) {
            sim.time.after(Duration.ofMillis(random.nextInt(400)), () -> {
                sim.controllers.stop();
                sim.time.after(Duration.ofMillis(random.nextInt(3000)), () -> {
                    sim.controllers.go();
                    stall(sim, random, times - 1);
                });
            });
        }
    }

    @Test
    void aSlowGarbageCollectorIsWaitedFor() {
        Sim sim = Sim.whole(3, 5, "cart:v1");
        assertQuiet(sim, s -> s.api.collector().delay(() -> Duration.ofSeconds(40)));
        assertThat(sim.log).noneMatch(line -> line.contains(" give replicaset/"));
    }

    @Test
    void whereNobodyCollectsTheOwnerIsChangedInOneWrite() {
        Sim sim = Sim.whole(4, 5, "cart:v1");
        assertQuiet(sim, s -> s.api.collector().stall());
        assertThat(sim.log).anyMatch(line -> line.contains(" give replicaset/"));
    }

    @Test
    void whereTheOwnerMayNotBeChangedEitherStableMakesItsOwnPods() {
        Sim sim = Sim.whole(5, 5, "cart:v1");
        String uid = sim.stable().getMetadata().getUid();
        sim.api.collector().stall();
        sim.api.webhook((who, before, after) -> {
            if (who.equals(Labels.MANAGER)
                    && before instanceof ReplicaSet
                    && !before.getMetadata()
                            .getOwnerReferences()
                            .equals(after.getMetadata().getOwnerReferences())) {
                throw new Admission.Denied("owners are not to be changed here");
            }
            return after;
        });
        long[] least = {5};
        sim.time.afterEach(() -> least[0] = Math.min(least[0], sim.ready()));
        assertThat(sim.reach(PROMOTE).end()).isEqualTo(End.NEW);
        sim.assertEnded("cart:v2", 5, uid);
        assertThat(least[0]).isEqualTo(5);
        assertThat(sim.log).anyMatch(line -> line.contains("make its own pods"));
    }

    @Test
    void aTemplateThatAdmissionChangesOnStableLeadsToTheNativeRoll() {
        Sim sim = Sim.whole(6, 5, "cart:v1");
        String uid = sim.stable().getMetadata().getUid();
        sim.api.webhook((who, before, after) -> {
            boolean templateWritten = after instanceof Deployment d
                    && before instanceof Deployment b
                    && d.getMetadata().getName().equals("cart")
                    && who.equals(Labels.MANAGER)
                    && "handover".equals(View.label(d, Labels.STEP))
                    && !b.getSpec().getTemplate().equals(d.getSpec().getTemplate());
            return templateWritten
                    ? new DeploymentBuilder((Deployment) after)
                            .editSpec()
                            .editTemplate()
                            .editMetadata()
                            .addToAnnotations("injected", "yes")
                            .endMetadata()
                            .endTemplate()
                            .endSpec()
                            .build()
                    : after;
        });
        long[] least = {5};
        sim.time.afterEach(() -> least[0] = Math.min(least[0], sim.ready()));
        assertThat(sim.reach(PROMOTE).end()).isEqualTo(End.NEW);
        sim.assertEnded("cart:v2", 5, uid);
        assertThat(least[0]).isEqualTo(5);
        assertThat(sim.log).anyMatch(line -> line.contains("roll to the new template by itself"));
    }

    /** The waits are not decoration: told that everything was seen at once, the same decisions delete pods. */
    @Test
    void withoutItsWaitsTheHandOverDeletesPods() {
        int churned = 0;
        for (long seed = 1; seed <= 3; seed++) {
            Sim sim = Sim.whole(seed, 10, "cart:v0", "cart:v1");
            Map<String, Integer> pods = sim.living();
            SplittableRandom random = new SplittableRandom(seed);
            sim.api.caches().lag(Kind.DEPLOYMENT, () -> Duration.ofMillis(random.nextInt(4000)));
            sim.lens = HandOverTest::blind;
            sim.reach(PROMOTE);
            sim.settle();
            churned += sim.living().equals(pods) ? 0 : 1;
        }
        assertThat(churned).isPositive();
    }

    /** Pretends that the deployment controller has seen and done everything. */
    private static Seen blind(Seen seen) {
        Optional<Deployment> stable = seen.stable().map(HandOverTest::allSeen);
        List<ReplicaSet> sets = seen.replicaSets().stream()
                .map(set -> ReplicaSets.isParked(set)
                        ? set.edit()
                                .editMetadata()
                                .withOwnerReferences(List.of())
                                .endMetadata()
                                .build()
                        : set)
                .toList();
        return new Seen(
                stable,
                seen.canary().map(HandOverTest::allSeen),
                sets,
                seen.pods(),
                seen.serving(),
                List.of(),
                List.of(),
                seen.refused(),
                seen.now(),
                seen.progressedAt(),
                true,
                seen.answered());
    }

    private static Deployment allSeen(Deployment deployment) {
        return new DeploymentBuilder(deployment)
                .editStatus()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withUpdatedReplicas(deployment.getSpec().getReplicas())
                .endStatus()
                .build();
    }
}
