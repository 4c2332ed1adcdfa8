package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultPlan;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSyntax;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Simulated clusters by themselves, with no pipeline: everything up and running, and faults at their times.
 *
 * <p>Threads: that of the simulation only.
 */
public final class Simulation {
    private final VirtualTime time;
    private final Scenery scenery;

    /**
     * Builds the clusters and lets virtual time pass until all is up.
     *
     * @param manifests what is in each cluster
     * @param apps made up beside it, each {@code namespace/name}: ten pods, a Service and a disruption budget
     * @param seed of all chance
     * @throws io.jenkins.plugins.greyrelease.manifest.ManifestException if a cluster refuses an object
     */
    public Simulation(FleetSpec fleet, Manifests manifests, List<String> apps, VirtualTime time, long seed) {
        this.time = time;
        List<Demand> demands = apps.stream().map(Simulation::madeUp).toList();
        Optional<Manifests> given = apps.isEmpty() ? Optional.of(manifests) : Optional.empty();
        scenery = Scenery.set(
                Optional.of(fleet),
                given,
                new Discovery.Found(demands, List.of(), List.of(), List.of()),
                time,
                new SplittableRandom(seed));
    }

    /** The clusters. */
    public SimulatedFleet fleet() {
        return scenery.fleet();
    }

    /** What was made up or left out, for people. */
    public List<String> remarks() {
        return scenery.remarks();
    }

    /**
     * Lets faults happen, their times counted from now.
     *
     * @param texts as {@code --fault} names them
     * @param newImages the images that {@code broken-image} and {@code slow-start} speak of; {@code *} stands for
     *     anything
     * @param told hears of each beginning and end
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming all that cannot be
     */
    public void start(List<String> texts, List<String> newImages, Consumer<String> told) {
        List<String> names =
                fleet().clusters().stream().map(SimulatedCluster::name).toList();
        List<FaultSpec> faults = FaultSyntax.parse(texts, names);
        Problems problems = new Problems();
        faults.forEach(fault -> check(fault, newImages, problems));
        problems.throwIfAny("faults");
        List<ClusterFaults> targets = fleet().clusters().stream()
                .map(cluster -> new ClusterFaults(cluster, demands(cluster, newImages), time))
                .toList();
        FaultPlan.Listener listener = (cluster, fault, begins) ->
                told.accept(cluster + ": " + (begins ? fault.says() : "over: " + fault.says()));
        new FaultPlan(new TimeSince(time, time.elapsed()), targets, listener).start(faults);
    }

    private static void check(FaultSpec fault, List<String> newImages, Problems problems) {
        boolean ofImage = fault instanceof FaultSpec.BrokenImage || fault instanceof FaultSpec.SlowStart;
        if (fault instanceof FaultSpec.Registry) {
            problems.bad("--fault", fault.says(), "is for rehearsals: here are no registries");
        } else if (fault instanceof FaultSpec.Operate) {
            problems.bad("--fault", fault.says(), "is for rehearsals: here, you are the operator");
        } else if (fault.when().trigger() instanceof FaultSpec.AtBatch) {
            problems.bad(
                    "--fault", fault.says(), "cannot wait for a batch: clusters know of none; give a time, as @30s");
        } else if (ofImage && newImages.isEmpty()) {
            problems.bad("--fault", fault.says(), "needs --new-image to say which image that is");
        }
    }

    private static Demand madeUp(String app) {
        String name = app.substring(app.indexOf('/') + 1);
        return new Demand(
                app.substring(0, app.indexOf('/')),
                name,
                List.of(),
                Optional.empty(),
                Optional.of(name + ":2"),
                Optional.empty());
    }

    /** Any Deployment may be released, with any of the images. */
    private static List<Demand> demands(SimulatedCluster cluster, List<String> newImages) {
        List<Optional<String>> images = newImages.isEmpty()
                ? List.of(Optional.empty())
                : newImages.stream().map(Optional::of).toList();
        List<Demand> demands = new ArrayList<>();
        for (Deployment each : cluster.server().list(Kind.DEPLOYMENT, null, null)) {
            for (Optional<String> image : images) {
                demands.add(new Demand(
                        each.getMetadata().getNamespace(),
                        each.getMetadata().getName(),
                        List.of(),
                        Optional.empty(),
                        image,
                        Optional.empty()));
            }
        }
        return demands;
    }
}
