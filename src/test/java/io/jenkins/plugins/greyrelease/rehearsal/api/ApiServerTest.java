package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiServerTest {

    private final Given given = new Given();
    private final ApiServer server = given.server;

    @Test
    void aCreatedObjectGetsWhatTheServerDecides() {
        Deployment made = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        assertThat(made.getMetadata().getUid()).hasSize(36);
        assertThat(made.getMetadata().getResourceVersion()).isEqualTo("1001");
        assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(made.getMetadata().getCreationTimestamp()).isEqualTo("2026-01-05T08:00:00Z");
        assertThat(server.get(Kind.DEPLOYMENT, NS, "cart")).isEqualTo(made);
    }

    @Test
    void aNameIsTakenOnlyOnce() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        KubeException refusal = refusal(() -> server.create(WHO, Kind.DEPLOYMENT, deployment("cart")));

        assertThat(refusal.reason()).isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(refusal)
                .hasMessage("cluster gd9-a: create deployment/cart in shop: 409 deployments.apps \"cart\" already"
                        + " exists");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        KubeException refusal = refusal(() -> server.get(Kind.DEPLOYMENT, NS, "cart"));

        assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal.status()).isEqualTo(404);
    }

    @Test
    void anUpdateOfAnOldStateIsAConflict() {
        Deployment old = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        server.scale(WHO, Kind.DEPLOYMENT, NS, "cart", 5);

        KubeException refusal = refusal(() -> server.update(WHO, Kind.DEPLOYMENT, paused(old)));

        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
    }

    @Test
    void anUpdateOfAnEarlierObjectOfThatNameIsAConflict() {
        Deployment old = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        Deployment other = new DeploymentBuilder(old)
                .editMetadata()
                .withResourceVersion(null)
                .withUid("someone-else")
                .endMetadata()
                .build();

        assertThat(refusal(() -> server.update(WHO, Kind.DEPLOYMENT, other)).reason())
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    void anUpdateWithoutVersionIsUnconditional() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        Deployment changed = server.update(WHO, Kind.DEPLOYMENT, paused(deployment("cart")));

        assertThat(changed.getSpec().getPaused()).isTrue();
    }

    @Test
    void theGenerationCountsChangesOfTheSpecOnly() {
        Deployment first = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        Deployment labelled = server.update(
                WHO,
                Kind.DEPLOYMENT,
                first.edit()
                        .editMetadata()
                        .addToLabels("team", "a")
                        .endMetadata()
                        .build());
        Deployment paused = server.update(WHO, Kind.DEPLOYMENT, paused(labelled));
        Deployment seen = server.updateStatus(
                WHO,
                Kind.DEPLOYMENT,
                paused.edit()
                        .withNewStatus()
                        .withObservedGeneration(2L)
                        .endStatus()
                        .build());

        assertThat(labelled.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(paused.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(seen.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(seen.getMetadata().getResourceVersion()).isEqualTo("1004");
    }

    @Test
    void aWriteThatChangesNothingIsNotAnEvent() {
        Deployment made = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        Deployment same = server.update("someone", Kind.DEPLOYMENT, deployment("cart"));

        assertThat(same).isEqualTo(made);
        assertThat(server.listing(Kind.DEPLOYMENT, NS, null).resourceVersion()).isEqualTo("1001");
    }

    @Test
    void anUpdateNeverTouchesTheStatusAndAStatusUpdateNothingElse() {
        Deployment made = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        Deployment both =
                paused(made).edit().withNewStatus().withReplicas(3).endStatus().build();

        Deployment afterUpdate = server.update(WHO, Kind.DEPLOYMENT, both);
        assertThat(afterUpdate.getStatus()).isNull();
        assertThat(afterUpdate.getSpec().getPaused()).isTrue();

        Deployment running = afterUpdate
                .edit()
                .editSpec()
                .withPaused(false)
                .endSpec()
                .withNewStatus()
                .withReplicas(3)
                .endStatus()
                .build();
        Deployment afterStatus = server.updateStatus(WHO, Kind.DEPLOYMENT, running);
        assertThat(afterStatus.getStatus().getReplicas()).isEqualTo(3);
        assertThat(afterStatus.getSpec().getPaused()).isTrue();
    }

    @Test
    void scaleSetsReplicasAndCountsAsASpecChange() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        Deployment scaled = server.scale("kubectl", Kind.DEPLOYMENT, NS, "cart", 7);

        assertThat(scaled.getSpec().getReplicas()).isEqualTo(7);
        assertThat(scaled.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(scaled.getMetadata().getManagedFields()).last().satisfies(entry -> assertThat(entry.getManager())
                .isEqualTo("kubectl"));
    }

    @Test
    void onlyKindsWithReplicasScale() {
        server.create(WHO, Kind.POD, Given.pod("a"));

        assertThat(refusal(() -> server.scale(WHO, Kind.POD, NS, "a", 1)).reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal(() -> {
                            server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
                            server.scale(WHO, Kind.DEPLOYMENT, NS, "cart", -1);
                        })
                        .reason())
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void generatedNamesAreSeededAndFitIntoALabel() {
        Pod unnamed = new PodBuilder(Given.pod("x"))
                .editMetadata()
                .withName(null)
                .withGenerateName("a".repeat(70) + "-")
                .endMetadata()
                .build();

        String name = server.create(WHO, Kind.POD, unnamed).getMetadata().getName();

        assertThat(name).hasSize(63).matches("a{58}[bcdfghjklmnpqrstvwxz2456789]{5}");
        assertThat(new Given()
                        .server
                        .create(WHO, Kind.POD, unnamed)
                        .getMetadata()
                        .getName())
                .isEqualTo(name);
    }

    @Test
    void aDryRunChecksAndFillsButStoresNothing() {
        Deployment tried = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"), WriteOptions.DRY_RUN);

        assertThat(tried.getSpec().getProgressDeadlineSeconds()).isEqualTo(600);
        assertThat(server.list(Kind.DEPLOYMENT, NS, Selector.EVERYTHING)).isEmpty();
        assertThat(server.listing(Kind.DEPLOYMENT, NS, null).resourceVersion()).isEqualTo("1000");
    }

    @Test
    void listsAreOrderedAndSelected() {
        List.of("c", "a", "b").forEach(name -> server.create(WHO, Kind.DEPLOYMENT, deployment(name)));

        assertThat(names(server.list(Kind.DEPLOYMENT, null, Selector.EVERYTHING)))
                .containsExactly("a", "b", "c");
        assertThat(names(server.list(Kind.DEPLOYMENT, NS, Selector.of(Map.of("app", "b")))))
                .containsExactly("b");
        assertThat(server.list(Kind.DEPLOYMENT, "elsewhere", null)).isEmpty();
    }

    @Test
    void everyChangeIsObservedWithItsWriter() {
        List<String> seen = new ArrayList<>();
        server.observe(change -> seen.add(change.who() + " " + change.verb() + " " + change.type()));

        Deployment made = server.create("a", Kind.DEPLOYMENT, deployment("cart"));
        server.update("b", Kind.DEPLOYMENT, paused(made));
        server.delete("c", Kind.DEPLOYMENT, NS, "cart", io.jenkins.plugins.greyrelease.kube.DeleteOptions.BACKGROUND);

        assertThat(seen).containsExactly("a create ADDED", "b update MODIFIED", "c delete DELETED");
    }

    private static Deployment paused(Deployment deployment) {
        return deployment.edit().editSpec().withPaused(true).endSpec().build();
    }

    private static List<String> names(List<Deployment> deployments) {
        return deployments.stream().map(d -> d.getMetadata().getName()).toList();
    }
}
