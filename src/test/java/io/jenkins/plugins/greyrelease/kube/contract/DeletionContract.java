package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of deletes and evictions. */
interface DeletionContract extends Port {

    @Test
    default void whatIsDeletedIsGone() {
        create(map("one"));
        answer(cluster().delete(Kind.CONFIG_MAP, ns(), "one", DeleteOptions.BACKGROUND));

        assertThat(refusal(cluster().get(Kind.CONFIG_MAP, ns(), "one")).reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal(cluster().delete(Kind.CONFIG_MAP, ns(), "one", DeleteOptions.BACKGROUND))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    default void onlyTheObjectAndTheStateThatWereMeantAreDeleted() {
        ConfigMap first = create(map("one"));
        DeleteOptions other = DeleteOptions.of(Propagation.BACKGROUND, "11111111-2222-3333-4444-555555555555");
        DeleteOptions mine =
                DeleteOptions.of(Propagation.BACKGROUND, first.getMetadata().getUid());
        answer(cluster()
                .update(Kind.CONFIG_MAP, first.edit().addToData("a", "1").build(), WriteOptions.FOR_REAL));

        assertThat(refusal(cluster().delete(Kind.CONFIG_MAP, ns(), "one", other))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
        assertThat(refusal(cluster()
                                .delete(
                                        Kind.CONFIG_MAP,
                                        ns(),
                                        "one",
                                        mine.at(first.getMetadata().getResourceVersion())))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
        answer(cluster().delete(Kind.CONFIG_MAP, ns(), "one", mine));
        assertThat(refusal(cluster().get(Kind.CONFIG_MAP, ns(), "one")).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    default void whatAnOrphanedDeploymentOwnedStaysWithoutOwner() {
        Deployment created = create(running("cart"));
        until("its pods", () -> pods("cart").size() == 3);
        List<String> before = names(pods("cart"));
        answer(cluster()
                .delete(
                        Kind.DEPLOYMENT,
                        ns(),
                        "cart",
                        DeleteOptions.of(
                                Propagation.ORPHAN, created.getMetadata().getUid())));

        until("the Deployment to go", () -> deployments().isEmpty());
        assertThat(replicaSets("cart")).singleElement().satisfies(set -> assertThat(
                        owners(set.getMetadata().getOwnerReferences()))
                .isEmpty());
        assertThat(names(pods("cart"))).isEqualTo(before);
    }

    @Test
    default void whatADeletedDeploymentOwnedFollowsIt() {
        create(running("cart"));
        until("its pods", () -> pods("cart").size() == 3);
        answer(cluster().delete(Kind.DEPLOYMENT, ns(), "cart", DeleteOptions.BACKGROUND));

        until(
                "all of it to go",
                () -> replicaSets("cart").isEmpty() && pods("cart").isEmpty());
        assertThat(deployments()).isEmpty();
    }

    @Test
    default void anEvictionThatTheBudgetForbidsIsToBeTriedLater() {
        // slow to be ready: else the evicted one is replaced before the second is asked for
        createReady(slow("cart"));
        answer(cluster()
                .create(
                        Kind.PDB,
                        new PodDisruptionBudgetBuilder()
                                .withNewMetadata()
                                .withName("cart")
                                .withNamespace(ns())
                                .endMetadata()
                                .withNewSpec()
                                .withMinAvailable(new IntOrString(2))
                                .withSelector(Selector.of(Map.of("app", "cart")))
                                .endSpec()
                                .build(),
                        WriteOptions.FOR_REAL));
        until("the budget to be counted", () -> {
            var status = answer(cluster().get(Kind.PDB, ns(), "cart")).getStatus();
            return status != null && Integer.valueOf(1).equals(status.getDisruptionsAllowed());
        });
        List<String> names = names(pods("cart"));

        answer(cluster().evict(ns(), names.get(0), DeleteOptions.BACKGROUND));
        assertThat(refusal(cluster().evict(ns(), names.get(1), DeleteOptions.BACKGROUND))
                        .reason())
                .isEqualTo(Reason.TOO_MANY_REQUESTS);
        assertThat(refusal(cluster().evict(ns(), "nobody", DeleteOptions.BACKGROUND))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    private List<Pod> pods(String app) {
        return answer(cluster().list(Kind.POD, ns(), Selector.of(Map.of("app", app))))
                .items();
    }

    private List<ReplicaSet> replicaSets(String app) {
        return answer(cluster().list(Kind.REPLICA_SET, ns(), Selector.of(Map.of("app", app))))
                .items();
    }

    private List<Deployment> deployments() {
        return answer(cluster().list(Kind.DEPLOYMENT, ns(), Selector.EVERYTHING))
                .items();
    }

    private static List<String> names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private static List<OwnerReference> owners(List<OwnerReference> given) {
        return Objects.requireNonNullElse(given, List.of());
    }
}
