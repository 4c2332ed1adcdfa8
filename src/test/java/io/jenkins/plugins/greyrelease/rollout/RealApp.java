package io.jenkins.plugins.greyrelease.rollout;

import static io.jenkins.plugins.greyrelease.kube.contract.RealClusters.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** An app in one real cluster, its pods' history, and what must hold of it when a release has ended. */
final class RealApp implements AutoCloseable {
    private final RealClusters real;
    private final Cluster cluster;
    private final String namespace;
    private final String name;
    private final int replicas;
    private final String uid;
    private final PodHistory pods;
    private final int begun;

    /** Makes the app and waits until it runs. */
    RealApp(RealClusters real, String cluster, Deployment deployment) {
        this.real = real;
        this.cluster = real.cluster(cluster);
        namespace = deployment.getMetadata().getNamespace();
        name = deployment.getMetadata().getName();
        replicas = deployment.getSpec().getReplicas();
        uid = answer(this.cluster.create(Kind.DEPLOYMENT, deployment, WriteOptions.FOR_REAL))
                .getMetadata()
                .getUid();
        pods = new PodHistory(this.cluster, namespace);
        real.until("the pods of " + name + " in " + cluster, this::available);
        begun = pods.mark();
    }

    /** The history of its pods, as far as it has come. */
    PodHistory pods() {
        return pods;
    }

    /** What became of pods since it ran first: see {@link PodHistory#since}. */
    List<String> podEvents() {
        return pods.since(begun);
    }

    String cluster() {
        return cluster.name();
    }

    Deployment deployment() {
        return answer(cluster.get(Kind.DEPLOYMENT, namespace, name));
    }

    /** UIDs of the pods on this image that are not on their way out. */
    Set<String> podsOn(String image) {
        return answer(cluster.list(Kind.POD, namespace, Selector.EVERYTHING)).items().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getSpec().getContainers().get(0).getImage().equals(image))
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    /** The Deployment it began with has all its pods, on this image, and nothing of a release is left. */
    void assertEndedOn(String image) {
        real.until("the Deployment to have what it wants", this::available);
        Deployment stable = deployment();
        assertThat(stable.getMetadata().getUid()).isEqualTo(uid);
        assertThat(stable.getMetadata().getLabels().keySet()).noneMatch(label -> label.startsWith("grey-release/"));
        assertThat(stable.getSpec().getReplicas()).isEqualTo(replicas);
        assertThat(stable.getSpec().getPaused()).isNotEqualTo(Boolean.TRUE);
        assertThat(podsOn(image)).hasSize(replicas);
        assertThat(names(Kind.DEPLOYMENT)).containsExactly(name);
        assertThat(names(Kind.LEASE)).isEmpty();
        // its history: all of its own, none parked
        List<ReplicaSet> sets = answer(cluster.list(Kind.REPLICA_SET, namespace, Selector.EVERYTHING))
                .items();
        assertThat(sets).allSatisfy(set -> {
            assertThat(set.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
            assertThat(set.getMetadata().getLabels()).containsKey("pod-template-hash");
            assertThat(Objects.requireNonNullElse(set.getMetadata().getAnnotations(), Map.<String, String>of()))
                    .doesNotContainKey(Labels.PARKED);
        });
    }

    @Override
    public void close() {
        pods.close();
    }

    private <T extends HasMetadata> List<String> names(Kind<T> kind) {
        return answer(cluster.list(kind, namespace, Selector.EVERYTHING)).items().stream()
                .map(each -> each.getMetadata().getName())
                .toList();
    }

    private boolean available() {
        Deployment now = deployment();
        return now.getStatus() != null
                && Objects.equals(
                        now.getMetadata().getGeneration(), now.getStatus().getObservedGeneration())
                && Objects.equals(now.getStatus().getAvailableReplicas(), replicas)
                && Objects.equals(now.getStatus().getUpdatedReplicas(), replicas)
                && Objects.equals(now.getStatus().getReplicas(), replicas);
    }
}
