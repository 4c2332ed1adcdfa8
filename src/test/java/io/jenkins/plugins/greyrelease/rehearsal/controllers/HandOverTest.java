package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hand-over of a canary's ReplicaSet to the stable Deployment, done by hand against the controllers: quiet with its
 * waits whatever the controllers suffer, and not quiet without them. Does not check the engine that does it in a release.
 */
class HandOverTest {
    private static final int PODS = 10;

    /** A cluster where the canary has all ten pods and the stable Deployment none. */
    private static Rig released(long seed) {
        Rig rig = new Rig(seed, 6);
        rig.create(Rig.deployment("cart", PODS));
        assertThat(rig.settles("cart")).isTrue();
        Deployment canary = rig.deployment("cart")
                .edit()
                .withNewMetadata()
                .withName("cart-c1")
                .withNamespace(Rig.SHOP)
                .addToLabels("app", "cart")
                .endMetadata()
                .withStatus(null)
                .build();
        rig.create(withImage(canary, "cart:2"));
        rig.until("cart-c1", d -> d.getStatus() != null && number(d.getStatus().getAvailableReplicas()) == PODS);
        rig.change("cart", d -> d.edit().editSpec().withReplicas(0).endSpec().build());
        rig.until(
                "cart",
                d -> rig.pods("cart").size() == PODS && number(d.getStatus().getReplicas()) == 0);
        rig.advance(Duration.ofSeconds(5));
        return rig;
    }

    private static Deployment withImage(Deployment d, String image) {
        return d.edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static int number(Integer number) {
        return number == null ? 0 : number;
    }

    /** The steps of the hand-over; {@code between} happens after each. */
    private static final class HandOver {
        private final Rig rig;
        private final boolean waits;
        private final Consumer<Integer> between;

        HandOver(Rig rig, boolean waits, Consumer<Integer> between) {
            this.rig = rig;
            this.waits = waits;
            this.between = between;
        }

        void run() {
            String template = rig.replicaSet("cart:2").getMetadata().getName();
            pause("cart");
            pause("cart-c1");
            await(() -> observed("cart") && observed("cart-c1"));
            changeSet(template, rs -> rs.edit()
                    .editMetadata()
                    .addToAnnotations(ReplicaSets.REVISION, "2")
                    .endMetadata()
                    .build());
            between.accept(1);
            changeSet(rig.replicaSet("cart:1").getMetadata().getName(), rs -> rs.edit()
                    .editMetadata()
                    .withLabels(Map.of())
                    .endMetadata()
                    .build());
            await(() -> rig.replicaSets().stream().noneMatch(rs -> Owners.isControlledBy(rs, rig.deployment("cart"))));
            between.accept(2);
            rig.change(
                    "cart",
                    d -> d.edit().editSpec().withReplicas(PODS).endSpec().build());
            await(() -> observed("cart"));
            between.accept(3);
            rig.setImage("cart", "cart:2");
            await(() -> observed("cart"));
            between.accept(4);
            rig.api.delete(
                    Rig.USER,
                    Kind.DEPLOYMENT,
                    Rig.SHOP,
                    "cart-c1",
                    DeleteOptions.of(
                            DeleteOptions.Propagation.ORPHAN,
                            rig.deployment("cart-c1").getMetadata().getUid()));
            await(() -> Owners.isControlledBy(rig.replicaSet("cart:2"), rig.deployment("cart"))
                    && number(rig.deployment("cart").getStatus().getUpdatedReplicas()) == PODS);
            between.accept(5);
            unpark();
            rig.change(
                    "cart", d -> d.edit().editSpec().withPaused(null).endSpec().build());
            await(() -> observed("cart"));
            between.accept(6);
        }

        private void unpark() {
            ReplicaSet old = rig.replicaSet("cart:1");
            changeSet(old.getMetadata().getName(), rs -> rs.edit()
                    .editMetadata()
                    .withLabels(old.getSpec().getTemplate().getMetadata().getLabels())
                    .endMetadata()
                    .build());
        }

        private void pause(String name) {
            rig.change(name, d -> d.edit().editSpec().withPaused(true).endSpec().build());
        }

        private void changeSet(String name, java.util.function.UnaryOperator<ReplicaSet> change) {
            rig.api.update(Rig.USER, Kind.REPLICA_SET, change.apply(rig.api.get(Kind.REPLICA_SET, Rig.SHOP, name)));
        }

        private boolean observed(String name) {
            Deployment d = rig.deployment(name);
            return d.getStatus().getObservedGeneration() >= d.getMetadata().getGeneration();
        }

        private void await(BooleanSupplier condition) {
            if (waits) {
                assertThat(rig.time.runUntil(condition, rig.time.elapsed().plus(Duration.ofMinutes(5))))
                        .isTrue();
            }
        }
    }

    private static List<String> uids(Rig rig) {
        List<String> uids = new ArrayList<>();
        for (Pod each : rig.pods("cart")) {
            uids.add(each.getMetadata().getUid() + " " + Pods.restarts(each) + " "
                    + each.getMetadata().getDeletionTimestamp());
        }
        return uids;
    }

    private static void assertQuiet(Rig rig, List<String> before) {
        rig.advance(Duration.ofMinutes(10));
        assertThat(uids(rig)).isEqualTo(before);
        Deployment d = rig.deployment("cart");
        assertThat(rig.replicaSets()).hasSize(2).allMatch(rs -> Owners.isControlledBy(rs, d));
        assertThat(rig.replicaSet("cart:2").getMetadata().getAnnotations()).containsEntry(ReplicaSets.REVISION, "2");
        assertThat(d.getMetadata().getAnnotations()).containsEntry(ReplicaSets.REVISION, "2");
        assertThat(d.getStatus().getAvailableReplicas()).isEqualTo(PODS);
    }

    @Test
    void isQuietOnIdleControllers() {
        Rig rig = released(1);
        List<String> before = uids(rig);

        new HandOver(rig, true, step -> {}).run();

        assertQuiet(rig, before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isQuietWhenTheViewOfDeploymentsIsBehind(long seed) {
        Rig rig = released(seed);
        List<String> before = uids(rig);
        SplittableRandom random = new SplittableRandom(seed);
        rig.api.caches().lag(Kind.DEPLOYMENT, () -> Duration.ofMillis(random.nextInt(3000)));
        rig.api.caches().lag(Kind.REPLICA_SET, () -> Duration.ofMillis(random.nextInt(3000)));

        new HandOver(rig, true, step -> {}).run();

        assertQuiet(rig, before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void isQuietWhenTheControllersStallAtRandom(long seed) {
        Rig rig = released(seed);
        List<String> before = uids(rig);
        stallAtRandom(rig, new SplittableRandom(seed));

        new HandOver(rig, true, step -> {}).run();

        assertQuiet(rig, before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void isQuietWhenTheControllersAreKilledAfterAStep(int killedAfter) {
        Rig rig = released(killedAfter);
        List<String> before = uids(rig);

        new HandOver(rig, true, step -> {
                    if (step == killedAfter) {
                        rig.controllers.restart();
                    }
                })
                .run();

        assertQuiet(rig, before);
    }

    @Test
    void withoutItsWaitsItDeletesPodsOnBusyControllers() {
        int churned = 0;
        for (long seed = 1; seed <= 10; seed++) {
            Rig rig = released(seed);
            List<String> before = uids(rig);
            SplittableRandom random = new SplittableRandom(seed);
            rig.api.caches().lag(Kind.DEPLOYMENT, () -> Duration.ofMillis(random.nextInt(3000)));

            new HandOver(rig, false, step -> rig.advance(Duration.ofMillis(100))).run();

            rig.advance(Duration.ofMinutes(2));
            churned += uids(rig).equals(before) ? 0 : 1;
        }
        assertThat(churned).isGreaterThan(2);
    }

    private static void stallAtRandom(Rig rig, SplittableRandom random) {
        rig.time.after(Duration.ofMillis(random.nextInt(400)), () -> {
            rig.controllers.stop();
            rig.time.after(Duration.ofMillis(random.nextInt(2000)), () -> {
                rig.controllers.go();
                if (rig.time.elapsed().compareTo(Duration.ofMinutes(5)) < 0) {
                    stallAtRandom(rig, random);
                }
            });
        });
    }
}
