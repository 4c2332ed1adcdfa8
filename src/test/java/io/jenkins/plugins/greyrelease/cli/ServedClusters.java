package io.jenkins.plugins.greyrelease.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.rehearsal.Simulation;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.serve.ServedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Simulated clusters behind HTTP for commands that work on real ones; their time passes faster than the machine's. */
final class ServedClusters implements AutoCloseable {
    private static final double PACE = 40;
    private static final List<Kind<? extends HasMetadata>> KEPT = List.of(
            Kind.DEPLOYMENT, Kind.REPLICA_SET, Kind.POD, Kind.CONFIG_MAP, Kind.LEASE, Kind.EVENT, Kind.HPA, Kind.PDB);

    static final String TOKEN = "secret-of-the-test";

    private final LiveScheduler live = new LiveScheduler(1, failure -> {
        throw new AssertionError(failure);
    });
    private final ServedFleet served;

    private final Simulation simulation;

    private ServedClusters(FleetSpec fleet, Manifests manifests, List<String> apps, String token) throws IOException {
        VirtualTime time = new VirtualTime();
        simulation = new Simulation(fleet, manifests, apps, time, 1);
        served = new ServedFleet(
                simulation.fleet().clusters(), time, live, new ServedFleet.Options(0, token, PACE), failure -> {
                    throw new AssertionError(failure);
                });
    }

    /** Made-up apps of ten pods. */
    static ServedClusters of(List<String> clusters, List<String> apps) throws IOException {
        return of(clusters, apps, TOKEN);
    }

    /** As above, with a token of their own. */
    static ServedClusters of(List<String> clusters, List<String> apps, String token) throws IOException {
        return new ServedClusters(
                FleetSpec.simulated(clusters), new Manifests(List.of(), List.of(), List.of()), apps, token);
    }

    /** The clusters of a fleet.yaml with these manifests in them. */
    static ServedClusters of(Path fleet, Path manifests) throws IOException {
        return new ServedClusters(
                FleetReader.read(fleet.toString(), Files.readString(fleet)),
                Manifests.load(manifests, "default"),
                List.of(),
                TOKEN);
    }

    /** All that is kept in a cluster but Secrets, as it would be printed. */
    String kept(String cluster) {
        ApiServer server = simulation.fleet().cluster(cluster).server();
        return KEPT.stream()
                .flatMap(kind -> server.list(kind, null, null).stream())
                .map(Serialization::asYaml)
                .collect(Collectors.joining("---\n"));
    }

    String kubeconfig() {
        return served.kubeconfig();
    }

    @Override
    public void close() {
        served.close();
        live.close();
    }
}
