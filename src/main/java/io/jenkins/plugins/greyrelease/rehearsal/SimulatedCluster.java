package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rehearsal.api.Seeding;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ControllerManager;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.DisruptionEvictions;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviours;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.SimNodes;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * One simulated cluster, whole: API server, controllers, nodes, and the port to it, whose network can be in trouble.
 *
 * <p>Threads: that of the simulation only.
 */
public final class SimulatedCluster {
    /** Who writes what a user would have written: manifests, edits. */
    public static final String OWNER = "kubectl";

    private final ClusterSpec spec;
    private final ApiServer server;
    private final ImageBehaviours images = new ImageBehaviours();
    private final ControllerManager controllers;
    private final FaultyCluster port;
    /** Deployments that do not have what they want, as {@code namespace/name}; kept up at every change. */
    private final Set<String> unsettled = new TreeSet<>();

    /**
     * Starts it, with its nodes and nothing on them.
     *
     * @param spec its name and machines
     * @param random all its chance; drawn from a fixed number of times
     */
    public SimulatedCluster(ClusterSpec spec, Scheduler time, RandomGenerator random) {
        this.spec = spec;
        server = new ApiServer(spec.name(), time, random);
        server.observe(this::stored);
        ClusterSpec.Simulate machines = spec.simulate();
        SimNodes.create(server, machines.nodes(), machines.racks(), machines.nodeCpu(), machines.nodeMemory());
        server.evictions(new DisruptionEvictions(time));
        controllers = new ControllerManager(server, time, random, images);
        server.podMetrics(controllers::podMetrics);
        server.podLogs(controllers.kubelet()::follow);
        port = new FaultyCluster(new SimCluster(server, time, random), time, random);
    }

    /** Its name. */
    public String name() {
        return spec.name();
    }

    /** The server, to look at or to write as somebody else. */
    public ApiServer server() {
        return server;
    }

    /** Controllers, scheduler and kubelets. */
    public ControllerManager controllers() {
        return controllers;
    }

    /** How images behave in this cluster. */
    public ImageBehaviours images() {
        return images;
    }

    /** The port to it and the port's faults. */
    public FaultyCluster port() {
        return port;
    }

    /** As a member of a fleet. */
    public FleetMember member() {
        return new FleetMember(spec, port);
    }

    /** Creates everything in the manifests, as its owner would. */
    public void apply(Manifests manifests) {
        Seeding.create(manifests, server, OWNER);
    }

    /** Whether every Deployment has what it wants: its newest spec seen, all pods of it available. */
    public boolean settled() {
        return unsettled.isEmpty();
    }

    /** The Deployments that do not, as {@code namespace/name}. */
    public List<String> unsettled() {
        return List.copyOf(unsettled);
    }

    private void stored(Change<?> change) {
        if (change.object() instanceof Deployment deployment) {
            String name = deployment.getMetadata().getNamespace() + "/"
                    + deployment.getMetadata().getName();
            if (change.after() == null || settled(deployment)) {
                unsettled.remove(name);
            } else {
                unsettled.add(name);
            }
        }
    }

    private static boolean settled(Deployment deployment) {
        int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        var status = deployment.getStatus();
        return status != null
                && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && Objects.requireNonNullElse(status.getAvailableReplicas(), 0) == wanted
                && Objects.requireNonNullElse(status.getUpdatedReplicas(), 0) == wanted
                && Objects.requireNonNullElse(status.getReplicas(), 0) == wanted;
    }
}
