package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.ownedReplicaSet;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {

    private final Given given = new Given();
    private final ApiServer server = given.server;
    private Deployment owner;

    @BeforeEach
    void anOwnerAndItsDependent() {
        owner = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        server.create(WHO, Kind.REPLICA_SET, ownedReplicaSet("cart-1", owner));
        given.time.advance(Duration.ofSeconds(1));
    }

    @Test
    void backgroundTakesTheOwnerNowAndItsDependentsLater() {
        delete(Propagation.BACKGROUND);

        assertThat(ownerIsThere()).isFalse();
        assertThat(dependentIsThere()).isTrue();
        settle();
        assertThat(dependentIsThere()).isFalse();
    }

    @Test
    void foregroundTakesTheDependentsFirst() {
        server.collector().delay(() -> Duration.ofSeconds(1));
        delete(Propagation.FOREGROUND);

        assertThat(ownerIsThere()).isTrue();
        given.time.advance(Duration.ofMillis(2500));
        assertThat(dependentIsThere()).isFalse();
        assertThat(ownerIsThere()).isTrue();
        settle();
        assertThat(ownerIsThere()).isFalse();
    }

    @Test
    void foregroundDoesNotWaitForDependentsThatDoNotBlock() {
        ReplicaSet free = new ReplicaSetBuilder(server.get(Kind.REPLICA_SET, NS, "cart-1"))
                .editMetadata()
                .editFirstOwnerReference()
                .withBlockOwnerDeletion(false)
                .endOwnerReference()
                .addToFinalizers("example.com/hold")
                .endMetadata()
                .build();
        server.update(WHO, Kind.REPLICA_SET, free);

        delete(Propagation.FOREGROUND);
        settle();

        assertThat(ownerIsThere()).isFalse();
        assertThat(dependentIsThere()).isTrue();
    }

    @Test
    void orphanLeavesTheDependentsWithoutOwner() {
        delete(Propagation.ORPHAN);

        assertThat(ownerIsThere()).isTrue();
        settle();
        assertThat(ownerIsThere()).isFalse();
        assertThat(server.get(Kind.REPLICA_SET, NS, "cart-1").getMetadata().getOwnerReferences())
                .isEmpty();
    }

    @Test
    void aStalledCollectorLeavesAnOrphaningOwnerUntilItGoesOn() {
        server.collector().stall();
        delete(Propagation.ORPHAN);

        given.time.advance(Duration.ofMinutes(5));
        assertThat(ownerIsThere()).isTrue();
        assertThat(server.get(Kind.DEPLOYMENT, NS, "cart").getMetadata().getDeletionTimestamp())
                .isNotNull();
        server.collector().resume();
        settle();
        assertThat(ownerIsThere()).isFalse();
        assertThat(dependentIsThere()).isTrue();
    }

    @Test
    void anObjectWhoseOwnerNeverWasIsCollected() {
        delete(Propagation.ORPHAN);
        settle();
        server.create(WHO, Kind.REPLICA_SET, ownedReplicaSet("cart-2", owner));
        settle();

        assertThat(server.list(Kind.REPLICA_SET, NS, null))
                .extracting(r -> r.getMetadata().getName())
                .containsExactly("cart-1");
    }

    @Test
    void anObjectWithOneLivingOwnerLosesOnlyTheDeadOne() {
        Deployment other = server.create(WHO, Kind.DEPLOYMENT, deployment("other"));
        ReplicaSet both = new ReplicaSetBuilder(server.get(Kind.REPLICA_SET, NS, "cart-1"))
                .editMetadata()
                .addNewOwnerReference()
                .withKind("Deployment")
                .withApiVersion("apps/v1")
                .withName("other")
                .withUid(other.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .build();
        server.update(WHO, Kind.REPLICA_SET, both);

        delete(Propagation.BACKGROUND);
        settle();

        assertThat(server.get(Kind.REPLICA_SET, NS, "cart-1").getMetadata().getOwnerReferences())
                .extracting(o -> o.getName())
                .containsExactly("other");
    }

    @Test
    void aRefusedCollectorTriesAgain() {
        boolean[] refuse = {true};
        server.webhook((who, before, after) -> {
            if (refuse[0] && who.equals(GarbageCollector.WHO)) {
                throw new Admission.Denied("not now");
            }
            return after;
        });
        delete(Propagation.ORPHAN);
        settle();
        assertThat(ownerIsThere()).isTrue();

        refuse[0] = false;
        settle();
        assertThat(ownerIsThere()).isFalse();
    }

    private void delete(Propagation propagation) {
        server.delete(
                WHO,
                Kind.DEPLOYMENT,
                NS,
                "cart",
                DeleteOptions.of(propagation, owner.getMetadata().getUid()));
    }

    private void settle() {
        given.time.advance(Duration.ofSeconds(5));
    }

    private boolean ownerIsThere() {
        return refusal(() -> server.get(Kind.DEPLOYMENT, NS, "cart")) == null;
    }

    private boolean dependentIsThere() {
        return refusal(() -> server.get(Kind.REPLICA_SET, NS, "cart-1")) == null;
    }
}
