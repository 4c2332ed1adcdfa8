package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.pod;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.refusal;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.runningPod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletionsTest {

    private final Given given = new Given();
    private final ApiServer server = given.server;

    @Test
    void whatIsGoneIsNotFound() {
        assertThat(refusal(() -> delete("cart", DeleteOptions.BACKGROUND)).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void anotherUidIsAConflict() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        KubeException refusal = refusal(() -> delete("cart", DeleteOptions.of(Propagation.BACKGROUND, "other")));

        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal).hasMessageContaining("UID in precondition: other");
    }

    @Test
    void anotherStateIsAConflict() {
        Deployment made = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        server.scale(WHO, Kind.DEPLOYMENT, NS, "cart", 5);

        assertThat(refusal(() -> delete(
                                "cart",
                                DeleteOptions.BACKGROUND.at(made.getMetadata().getResourceVersion())))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
        delete("cart", DeleteOptions.BACKGROUND.at("1002"));
        assertThat(server.list(Kind.DEPLOYMENT, NS, null)).isEmpty();
    }

    @Test
    void aRunningPodGetsItsGraceAndTheKubeletEndsIt() {
        server.create(WHO, Kind.POD, runningPod("a"));
        given.time.advance(Duration.ofSeconds(10));

        server.delete(WHO, Kind.POD, NS, "a", DeleteOptions.BACKGROUND);
        ObjectMeta meta = server.get(Kind.POD, NS, "a").getMetadata();
        assertThat(meta.getDeletionTimestamp()).isEqualTo("2026-01-05T08:00:40Z");
        assertThat(meta.getDeletionGracePeriodSeconds()).isEqualTo(30);

        server.delete("kubelet", Kind.POD, NS, "a", withGrace(0));
        assertThat(server.list(Kind.POD, NS, null)).isEmpty();
    }

    @Test
    void aSecondDeleteCanOnlyShortenTheGrace() {
        server.create(WHO, Kind.POD, runningPod("a"));
        server.delete(WHO, Kind.POD, NS, "a", withGrace(10));
        server.delete(WHO, Kind.POD, NS, "a", withGrace(20));
        assertThat(graceOf("a")).isEqualTo(10);
        server.delete(WHO, Kind.POD, NS, "a", withGrace(5));
        assertThat(graceOf("a")).isEqualTo(5);
    }

    @Test
    void aPodThatRunsNowhereIsGoneAtOnce() {
        server.create(WHO, Kind.POD, pod("a"));
        server.delete(WHO, Kind.POD, NS, "a", DeleteOptions.BACKGROUND);

        assertThat(server.list(Kind.POD, NS, null)).isEmpty();
    }

    @Test
    void aFinalizerHoldsAnObjectUntilItIsTakenOff() {
        Deployment held = server.create(
                WHO,
                Kind.DEPLOYMENT,
                deployment("cart")
                        .edit()
                        .editMetadata()
                        .addToFinalizers("example.com/hold")
                        .endMetadata()
                        .build());
        delete("cart", DeleteOptions.BACKGROUND);

        Deployment deleting = server.get(Kind.DEPLOYMENT, NS, "cart");
        assertThat(deleting.getMetadata().getDeletionTimestamp()).isEqualTo("2026-01-05T08:00:00Z");
        assertThat(deleting.getMetadata().getGeneration())
                .isEqualTo(held.getMetadata().getGeneration() + 1);

        server.update(
                WHO,
                Kind.DEPLOYMENT,
                deleting.edit().editMetadata().withFinalizers().endMetadata().build());
        assertThat(server.list(Kind.DEPLOYMENT, NS, null)).isEmpty();
    }

    @Test
    void noFinalizerIsAddedToWhatIsBeingDeleted() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        server.collector().stall();
        delete("cart", new DeleteOptions(Propagation.ORPHAN, Optional.empty(), Optional.empty(), Optional.empty()));
        Deployment deleting = server.get(Kind.DEPLOYMENT, NS, "cart");

        assertThat(refusal(() -> server.update(
                        WHO,
                        Kind.DEPLOYMENT,
                        deleting.edit()
                                .editMetadata()
                                .addToFinalizers("example.com/late")
                                .endMetadata()
                                .build())))
                .hasMessageContaining("no new finalizers can be added");
    }

    @Test
    void anEvictionAsksThePolicyAndThenDeletes() {
        server.create(WHO, Kind.POD, runningPod("a"));
        server.evictions((api, pod) -> {
            throw new KubeException(api.cluster(), "evict", Reason.TOO_MANY_REQUESTS, 429, "budget");
        });
        assertThat(refusal(() -> server.evict(WHO, NS, "a", DeleteOptions.BACKGROUND))
                        .reason())
                .isEqualTo(Reason.TOO_MANY_REQUESTS);
        assertThat(server.get(Kind.POD, NS, "a").getMetadata().getDeletionTimestamp())
                .isNull();

        server.evictions(EvictionPolicy.ALLOW_ALL);
        server.evict(WHO, NS, "a", DeleteOptions.BACKGROUND);
        assertThat(server.get(Kind.POD, NS, "a").getMetadata().getDeletionTimestamp())
                .isNotNull();
    }

    private Long graceOf(String pod) {
        return server.get(Kind.POD, NS, pod).getMetadata().getDeletionGracePeriodSeconds();
    }

    private void delete(String name, DeleteOptions options) {
        server.delete(WHO, Kind.DEPLOYMENT, NS, name, options);
    }

    private static DeleteOptions withGrace(int seconds) {
        return new DeleteOptions(Propagation.BACKGROUND, Optional.empty(), Optional.empty(), Optional.of(seconds));
    }
}
