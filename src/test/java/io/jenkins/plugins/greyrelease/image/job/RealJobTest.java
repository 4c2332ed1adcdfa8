package io.jenkins.plugins.greyrelease.image.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The Job of a build and all that belongs to it, as a real API server takes them. Nothing is built there. */
@OnRealClusters
class RealJobTest {

    @Test
    void aRealApiServerTakesAllOfItStartsItAndClearsItAway() {
        List<Throwable> errors = new ArrayList<>();
        try (RealClusters real = new RealClusters();
                LiveScheduler scheduler = new LiveScheduler(1, errors::add)) {
            String name = real.names().get(0);
            String namespace = real.namespace("builds", List.of(name));
            Cluster cluster = real.cluster(name);
            BuildsSpec where = new BuildsSpec(
                    name,
                    namespace,
                    "harbor.example/tools/buildkit:rootless",
                    Optional.of("pull"),
                    "linux/amd64",
                    "500m",
                    "256Mi",
                    Duration.ofMinutes(5));
            BuildOrder order = Orders.order("real#1", new byte[2 * JobObjects.PIECE + 1], where);
            Site site = new Site(
                    new FleetMember(ClusterSpec.simulated(name), cluster),
                    where,
                    Registries.NONE,
                    scheduler,
                    length -> "a".repeat(length),
                    "real#1");
            JobMaker maker = new JobMaker(site, order, new Patience(scheduler, () -> true));

            Job job = maker.create().join();
            maker.furnish(job).join();
            // once more, as after a restart that came in between
            maker.create().thenCompose(maker::furnish).join();
            real.until("its pod to run", () -> pods(cluster, namespace, order).stream()
                    .anyMatch(pod -> "Running".equals(pod.getStatus().getPhase())));
            assertThat(all(cluster, Kind.CONFIG_MAP, namespace, order)).isEqualTo(4);
            assertThat(all(cluster, Kind.SECRET, namespace, order)).isEqualTo(1);
            JobState state = new JobReader(where)
                    .read(maker.find().join().orElseThrow(), pods(cluster, namespace, order), List.of());
            assertThat(state).isInstanceOf(JobState.Runs.class);

            maker.delete().join();
            real.until(
                    "all of it to be gone",
                    () -> all(cluster, Kind.CONFIG_MAP, namespace, order)
                                    + all(cluster, Kind.SECRET, namespace, order)
                                    + all(cluster, Kind.POD, namespace, order)
                                    + all(cluster, Kind.JOB, namespace, order)
                            == 0);
            assertThat(errors).isEmpty();
        }
    }

    private static List<Pod> pods(Cluster cluster, String namespace, BuildOrder order) {
        return RealClusters.answer(
                        cluster.list(Kind.POD, namespace, Selector.of(Map.of(JobObjects.BUILD, order.name()))))
                .items();
    }

    private static int all(Cluster cluster, Kind<?> kind, String namespace, BuildOrder order) {
        return RealClusters.answer(cluster.list(kind, namespace, Selector.of(Map.of(JobObjects.BUILD, order.name()))))
                .items()
                .size();
    }
}
