package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Selection;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.NodeMaintenanceArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sets the scene: clusters with everything on them up and running, before the pipeline begins.
 *
 * @param fleet the clusters
 * @param remarks what was made up or left out, for people
 */
record Scenery(SimulatedFleet fleet, List<String> remarks) {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final String ONLY_CLUSTER = "cluster-1";

    /**
     * Builds the clusters of the fleet, or those that the steps name; loads the manifests, or makes up the apps that
     * the demands name; and waits until all is up.
     */
    static Scenery set(
            Optional<FleetSpec> fleet,
            Optional<Manifests> manifests,
            Discovery.Found found,
            VirtualTime time,
            RandomGenerator random) {
        List<String> remarks = new ArrayList<>();
        List<Demand> demands = found.demands();
        List<ClusterSpec> specs = fleet.map(FleetSpec::clusters).orElseGet(() -> named(found, remarks));
        SimulatedFleet simulated = new SimulatedFleet(specs, time, random);
        found.drained().forEach(drain -> makeUpNodes(simulated, specs, drain, remarks));
        manifests.ifPresentOrElse(
                all -> {
                    simulated.clusters().forEach(cluster -> cluster.apply(all));
                    remarks.addAll(all.remarks());
                },
                () -> makeUp(simulated, specs, demands, time, remarks));
        simulated.clusters().forEach(SteadyLoad::on);
        if (!simulated.settle(time, LONGEST)) {
            remarks.add("not everything came up before the pipeline began: " + unsettled(simulated));
        }
        return new Scenery(simulated, List.copyOf(remarks));
    }

    private static List<ClusterSpec> named(Discovery.Found found, List<String> remarks) {
        List<String> names = Stream.concat(
                        found.demands().stream().flatMap(demand -> demand.clusters().stream()),
                        found.clusters().stream())
                .filter(name -> !name.contains(":"))
                .distinct()
                .toList();
        List<String> made = names.isEmpty() ? List.of(ONLY_CLUSTER) : names;
        remarks.add("no fleet was given: made up " + String.join(", ", made));
        return FleetSpec.simulated(made).clusters();
    }

    private static void makeUpNodes(
            SimulatedFleet fleet, List<ClusterSpec> specs, NodeMaintenanceArgs drain, List<String> remarks) {
        for (ClusterSpec spec : selected(specs, drain.clusters())) {
            List<String> added = MadeUpNodes.add(fleet.cluster(spec.name()), spec.simulate(), drain.nodes());
            if (!added.isEmpty()) {
                remarks.add(spec.name() + " has none of these nodes: made up " + String.join(", ", added));
            }
        }
    }

    private static void makeUp(
            SimulatedFleet fleet,
            List<ClusterSpec> specs,
            List<Demand> demands,
            VirtualTime time,
            List<String> remarks) {
        Map<String, MadeUpApp> later = new LinkedHashMap<>();
        for (Demand demand : demands) {
            for (ClusterSpec spec : selected(specs, demand.clusters())) {
                MadeUpApp app = app(demand);
                SimulatedCluster cluster = fleet.cluster(spec.name());
                if (!app.isIn(cluster.server())) {
                    app.createIn(cluster.server());
                    if (demand.goesBack()) {
                        later.put(spec.name() + "/" + app.namespace() + "/" + app.name(), app);
                    }
                }
            }
        }
        if (!later.isEmpty()) {
            // a rollback needs something to go back to: let a second version replace the first
            fleet.settle(time, LONGEST);
            later.forEach((key, app) ->
                    app.moveTo(fleet.cluster(key.substring(0, key.indexOf('/'))).server(), app.name() + ":current"));
        }
        if (!demands.isEmpty()) {
            remarks.add("no manifests were given: made up " + MadeUpApp.PODS + " pods with a Service and a disruption"
                    + " budget in each cluster for "
                    + demands.stream().map(Demand::app).distinct().collect(Collectors.joining(", ")));
        }
    }

    /** Nothing for a selection that is wrong: the step that asks for it says what is wrong. */
    private static List<ClusterSpec> selected(List<ClusterSpec> specs, List<String> clusters) {
        Problems problems = new Problems();
        List<ClusterSpec> selected = Selection.of(specs, clusters, problems);
        return problems.none() ? selected : List.of();
    }

    private static MadeUpApp app(Demand demand) {
        String image = demand.newImages().stream()
                .findFirst()
                .map(MadeUpApp::imageBefore)
                .orElse(demand.app() + ":before");
        String container = demand.manifest()
                .map(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getName())
                .or(demand::container)
                .orElse(demand.app());
        return new MadeUpApp(demand.namespace(), demand.app(), container, image);
    }

    private static String unsettled(SimulatedFleet fleet) {
        return fleet.clusters().stream()
                .flatMap(cluster -> cluster.unsettled().stream().map(name -> name + " in " + cluster.name()))
                .collect(Collectors.joining(", "));
    }
}
