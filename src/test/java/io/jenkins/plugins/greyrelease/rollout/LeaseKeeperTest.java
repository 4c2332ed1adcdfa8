package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Informers;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private static final String NAME = "grey-release-cart";

    private final Rig rig = new Rig(40, "gd9-a");
    private final FaultyCluster line = rig.port("gd9-a");
    private int changes;

    private LeaseKeeper keeper(String holder, Scheduler clock) {
        Ids ids = length -> "k".repeat(length);
        Engine engine = new Engine(
                () -> new Fleet(List.of()), () -> Registries.NONE, clock, ids, new Informers(clock, ids), holder);
        return new LeaseKeeper(line, Specs.of("cart").build(), holder, engine, clock::execute);
    }

    private CompletableFuture<Void> acquire(LeaseKeeper keeper) {
        return keeper.acquire(() -> changes++, trouble -> {});
    }

    private Lease lease() {
        return rig.servers.get("gd9-a").get(Kind.LEASE, Rig.NS, NAME);
    }

    private String holder() {
        return lease().getSpec().getHolderIdentity();
    }

    /** Somebody else's, renewed at this time by its own clock. */
    private void other(String holder, ZonedDateTime renewed, Integer seconds) {
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(Rig.NS)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(seconds)
                .withRenewTime(renewed)
                .endSpec()
                .build();
        rig.servers.get("gd9-a").create("other", Kind.LEASE, lease);
    }

    private void renewed(String holder) {
        rig.servers
                .get("gd9-a")
                .update(
                        "other",
                        Kind.LEASE,
                        new LeaseBuilder(lease())
                                .editSpec()
                                .withHolderIdentity(holder)
                                .withRenewTime(rig.time.now().atZone(ZoneOffset.UTC))
                                .endSpec()
                                .build());
    }

    @Test
    void aLeaseThatNobodyHasIsTakenAndRenewedUntilItIsGivenUp() {
        LeaseKeeper keeper = keeper("me", rig.time);
        CompletableFuture<Void> acquired = acquire(keeper);
        rig.time.advance(Duration.ofSeconds(1));
        assertThat(acquired).isDone();
        String first = lease().getMetadata().getResourceVersion();
        rig.time.advance(Duration.ofMinutes(5));
        assertThat(keeper.fresh()).isTrue();
        assertThat(holder()).isEqualTo("me");
        assertThat(lease().getMetadata().getResourceVersion()).isNotEqualTo(first);
        keeper.giveUp();
        rig.time.advance(Duration.ofSeconds(1));
        assertThat(rig.leases("gd9-a")).isEmpty();
    }

    @Test
    void anothersLeaseIsTakenOverAfterItWasSeenUnchangedForItsWholeDuration() {
        other("other", rig.time.now().atZone(ZoneOffset.UTC), 45);
        LeaseKeeper keeper = keeper("me", rig.time);
        CompletableFuture<Void> acquired = acquire(keeper);
        rig.time.advance(Duration.ofSeconds(44));
        assertThat(acquired).isNotDone();
        assertThat(keeper.other()).isEqualTo("other");
        rig.time.advance(Duration.ofSeconds(3));
        assertThat(acquired).isDone();
        assertThat(holder()).isEqualTo("me");
        assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
    }

    @Test
    void nobodysWallClockMatters() {
        // by the holder's clock it ran out a day ago, or will in an hour: seen are changes, not times
        other("other", rig.time.now().atZone(ZoneOffset.UTC).minusDays(1), 30);
        LeaseKeeper keeper = keeper("me", new SkewedClock(rig.time, Duration.ofHours(-1), 1));
        CompletableFuture<Void> acquired = acquire(keeper);
        rig.time.advance(Duration.ofSeconds(29));
        assertThat(acquired).isNotDone();
        rig.time.advance(Duration.ofSeconds(3));
        assertThat(acquired).isDone();
    }

    @Test
    void aLeaseThatGoesOnChangingIsNeverTaken() {
        other("other", rig.time.now().atZone(ZoneOffset.UTC), 30);
        CompletableFuture<Void> acquired = acquire(keeper("me", rig.time));
        for (int i = 0; i < 20; i++) {
            rig.time.advance(Duration.ofSeconds(29));
            renewed("other");
        }
        assertThat(acquired).isNotDone();
        assertThat(holder()).isEqualTo("other");
    }

    @Test
    void aStolenLeaseIsLostAndNotTakenBack() {
        LeaseKeeper keeper = keeper("me", rig.time);
        acquire(keeper);
        rig.time.advance(Duration.ofSeconds(1));
        renewed("thief");
        rig.time.advance(Duration.ofSeconds(15));
        assertThat(keeper.lost()).isTrue();
        assertThat(keeper.fresh()).isFalse();
        assertThat(keeper.other()).isEqualTo("thief");
        keeper.giveUp();
        rig.time.advance(Duration.ofMinutes(5));
        assertThat(holder()).isEqualTo("thief");
    }

    @Test
    void aLeaseThatSomebodyDeletedIsMadeAgain() {
        LeaseKeeper keeper = keeper("me", rig.time);
        acquire(keeper);
        rig.time.advance(Duration.ofSeconds(1));
        rig.servers.get("gd9-a").delete("somebody", Kind.LEASE, Rig.NS, NAME, DeleteOptions.BACKGROUND);
        rig.time.advance(Duration.ofSeconds(20));
        assertThat(holder()).isEqualTo("me");
        assertThat(keeper.fresh()).isTrue();
    }

    @Test
    void aLeaseThatWasDeletedAndTakenByAnotherIsLost() {
        LeaseKeeper keeper = keeper("me", rig.time);
        acquire(keeper);
        rig.time.advance(Duration.ofSeconds(1));
        rig.servers.get("gd9-a").delete("somebody", Kind.LEASE, Rig.NS, NAME, DeleteOptions.BACKGROUND);
        other("other", rig.time.now().atZone(ZoneOffset.UTC), 30);
        rig.time.advance(Duration.ofSeconds(20));
        assertThat(keeper.lost()).isTrue();
        assertThat(keeper.other()).isEqualTo("other");
    }

    @Test
    void nothingIsWrittenOnALeaseThatCouldNotBeRenewedForTwentySeconds() {
        LeaseKeeper keeper = keeper("me", rig.time);
        acquire(keeper);
        rig.time.advance(Duration.ofSeconds(1));
        line.down();
        rig.time.advance(Duration.ofSeconds(15));
        assertThat(keeper.fresh()).isTrue();
        rig.time.advance(Duration.ofSeconds(10));
        assertThat(keeper.fresh()).isFalse();
        line.up();
        rig.time.advance(Duration.ofSeconds(30));
        assertThat(keeper.fresh()).as("nobody took it meanwhile").isTrue();
    }

    @Test
    void itsHolderHearsOfEachRenewalAndOfTheLoss() {
        LeaseKeeper keeper = keeper("me", rig.time);
        acquire(keeper);
        rig.time.advance(Duration.ofSeconds(1));
        int before = changes;
        keeper.renew();
        rig.time.advance(Duration.ofSeconds(1));
        assertThat(changes).isEqualTo(before + 1);
        renewed("thief");
        keeper.renew();
        rig.time.advance(Duration.ofSeconds(5));
        assertThat(changes).isEqualTo(before + 2);
    }
}
