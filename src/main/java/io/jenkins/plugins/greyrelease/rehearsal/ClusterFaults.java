package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Effect;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultTarget;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Does to one simulated cluster what a fault says, and takes it back. */
final class ClusterFaults implements FaultTarget {
    private static final String QUOTA = "rehearsed-quota";

    private final SimulatedCluster cluster;
    private final List<Demand> demands;
    private final Scheduler time;

    /** @param demands the releases that the pipeline will ask for: the apps and images that faults speak of */
    ClusterFaults(SimulatedCluster cluster, List<Demand> demands, Scheduler time) {
        this.cluster = cluster;
        this.demands = demands;
        this.time = time;
    }

    @Override
    public String cluster() {
        return cluster.name();
    }

    @Override
    public Runnable begin(FaultSpec fault) {
        if (fault instanceof FaultSpec.BrokenImage broken) {
            return newImages(usual -> broken(usual, broken));
        } else if (fault instanceof FaultSpec.SlowStart slow) {
            return newImages(usual -> usual.startsIn(slow.startUp()));
        } else if (fault instanceof FaultSpec.NodeLoss loss) {
            return loseNodes(loss.nodes());
        } else if (fault instanceof FaultSpec.ClusterDown) {
            cluster.port().down();
            return cluster.port()::up;
        } else if (fault instanceof FaultSpec.SlowApi slow) {
            return cluster.port().begin(Fault.always(Fault.ANY, Fault.slow(slow.extra())))::end;
        } else if (fault instanceof FaultSpec.ApiErrors errors) {
            return cluster.port().begin(errors(errors))::end;
        } else if (fault instanceof FaultSpec.Quota quota) {
            return quota(quota.pods());
        } else if (fault instanceof FaultSpec.Edit edit) {
            demands.stream()
                    .map(Demand::key)
                    .distinct()
                    .filter(key -> edit.app().map(key::equals).orElse(true))
                    .forEach(key -> new OwnersEdit(cluster.server(), key).make(edit));
            return () -> {};
        } else if (fault instanceof FaultSpec.LoadSpike spike) {
            load(spike.factor());
            return () -> load(1);
        }
        throw new IllegalArgumentException("no way to let this happen: " + fault);
    }

    private static ImageBehaviour broken(ImageBehaviour usual, FaultSpec.BrokenImage broken) {
        return switch (broken.how()) {
            case NEVER_PULLS -> usual.pullsNever();
            case NEVER_READY -> usual.neverReady();
            case CRASHES -> usual.crashesAfter(broken.after());
        };
    }

    private Runnable newImages(UnaryOperator<ImageBehaviour> change) {
        Map<String, ImageBehaviour> before = new TreeMap<>();
        for (Demand demand : demands) {
            demand.newImages()
                    .forEach(image -> before.put(
                            SimulatedRegistries.anywhere(image),
                            cluster.images().of(image)));
        }
        before.forEach((image, usual) -> cluster.images().set(image, change.apply(usual)));
        return () -> before.forEach(cluster.images()::set);
    }

    private static Fault errors(FaultSpec.ApiErrors errors) {
        return switch (errors.answer()) {
            case CONFLICT -> Fault.always(Fault.WRITES, Fault.conflict()).withProbability(errors.rate());
            case TOO_MANY_REQUESTS ->
                Fault.always(Fault.ANY, Fault.tooManyRequests(Duration.ofSeconds(1)))
                        .withProbability(errors.rate());
            case SERVER_ERROR -> Fault.always(Fault.ANY, Fault.serverError()).withProbability(errors.rate());
            case TIMEOUT -> Fault.always(Fault.WRITES, new Effect.LoseAnswer()).withProbability(errors.rate());
        };
    }

    private Runnable loseNodes(int count) {
        List<String> lost = busiestNodes().stream().limit(count).toList();
        lost.forEach(cluster.controllers().kubelet()::nodeDown);
        return () -> lost.forEach(cluster.controllers().kubelet()::nodeBack);
    }

    /** Those with most pods of the released apps first; of equals the first by name. */
    private List<String> busiestNodes() {
        Map<String, Integer> pods = new TreeMap<>();
        for (Demand demand : demands) {
            for (Pod pod : podsOf(demand)) {
                if (pod.getSpec().getNodeName() != null) {
                    pods.merge(pod.getSpec().getNodeName(), 1, Integer::sum);
                }
            }
        }
        List<String> nodes = new ArrayList<>(pods.keySet());
        nodes.sort(Comparator.comparing(pods::get, Comparator.reverseOrder()));
        return nodes;
    }

    private List<Pod> podsOf(Demand demand) {
        ApiServer server = cluster.server();
        return server.list(Kind.DEPLOYMENT, demand.namespace(), null).stream()
                .filter(deployment -> deployment.getMetadata().getName().equals(demand.app()))
                .flatMap(deployment ->
                        server
                                .list(
                                        Kind.POD,
                                        demand.namespace(),
                                        deployment.getSpec().getSelector())
                                .stream())
                .toList();
    }

    private Runnable quota(int pods) {
        List<String> namespaces =
                demands.stream().map(Demand::namespace).distinct().toList();
        namespaces.forEach(namespace -> cluster.server()
                .create(
                        SimulatedCluster.OWNER,
                        Kind.RESOURCE_QUOTA,
                        new ResourceQuotaBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(QUOTA)
                                .endMetadata()
                                .withNewSpec()
                                .addToHard("pods", new Quantity(Integer.toString(pods)))
                                .endSpec()
                                .build()));
        return () -> namespaces.forEach(namespace -> cluster.server()
                .delete(SimulatedCluster.OWNER, Kind.RESOURCE_QUOTA, namespace, QUOTA, DeleteOptions.BACKGROUND));
    }

    private void load(double factor) {
        demands.forEach(
                demand -> cluster.controllers().load().times(demand.namespace(), demand.app(), factor, time.elapsed()));
    }
}
