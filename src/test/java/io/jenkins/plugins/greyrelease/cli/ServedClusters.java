package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.rehearsal.Simulation;
import io.jenkins.plugins.greyrelease.rehearsal.serve.ServedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Simulated clusters behind HTTP for commands that work on real ones; their time passes faster than the machine's. */
final class ServedClusters implements AutoCloseable {
    private static final double PACE = 40;
    static final String TOKEN = "secret-of-the-test";

    private final LiveScheduler live = new LiveScheduler(1, failure -> {
        throw new AssertionError(failure);
    });
    private final ServedFleet served;

    private ServedClusters(FleetSpec fleet, Manifests manifests, List<String> apps) throws IOException {
        VirtualTime time = new VirtualTime();
        Simulation simulation = new Simulation(fleet, manifests, apps, time, 1);
        served = new ServedFleet(
                simulation.fleet().clusters(), time, live, new ServedFleet.Options(0, TOKEN, PACE), failure -> {
                    throw new AssertionError(failure);
                });
    }

    /** Made-up apps of ten pods. */
    static ServedClusters of(List<String> clusters, List<String> apps) throws IOException {
        return new ServedClusters(FleetSpec.simulated(clusters), new Manifests(List.of(), List.of(), List.of()), apps);
    }

    /** The clusters of a fleet.yaml with these manifests in them. */
    static ServedClusters of(Path fleet, Path manifests) throws IOException {
        return new ServedClusters(
                FleetReader.read(fleet.toString(), Files.readString(fleet)),
                Manifests.load(manifests, "default"),
                List.of());
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
