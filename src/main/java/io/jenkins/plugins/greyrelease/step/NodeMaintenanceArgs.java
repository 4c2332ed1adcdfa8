package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.disruption.MaintenanceSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * The arguments of {@code nodeMaintenance}.
 *
 * @param cluster its name, or a {@code label:value} that selects one
 * @param nodes names, or labels such as {@code pool=blue}
 * @param maxParallel nodes in one round at most
 * @param drainTimeout how long the drain of a round may take
 * @param dropData whether data in emptyDir volumes may be lost
 */
public record NodeMaintenanceArgs(
        String cluster, List<String> nodes, int maxParallel, Duration drainTimeout, boolean dropData)
        implements Errand {
    private static final Duration USUAL = Duration.ofMinutes(30);
    private static final Pattern CLUSTER = Pattern.compile("\\S{1,253}");
    private static final Pattern NODES = Pattern.compile(
            "[a-z0-9.-]{1,253}|[A-Za-z0-9./_-]+=[A-Za-z0-9._-]*(,\\s*[A-Za-z0-9./_-]+=[A-Za-z0-9._-]*)*");

    /** The words of {@code emptyDir}. */
    private enum EmptyDir {
        REFUSE,
        DELETE
    }

    public NodeMaintenanceArgs {
        nodes = List.copyOf(nodes);
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static NodeMaintenanceArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.NODE_MAINTENANCE, given);
        NodeMaintenanceArgs args = new NodeMaintenanceArgs(
                reader.text("cluster", "", CLUSTER, "must be one cluster's name, or 'label:value' that selects one"),
                reader.texts("nodes"),
                reader.integer("maxParallel", 1, 1, 10_000),
                reader.duration("drainTimeout").orElse(USUAL),
                reader.choice("emptyDir", EmptyDir.REFUSE, List.of(EmptyDir.values())) == EmptyDir.DELETE);
        if (args.nodes().stream().anyMatch(each -> !NODES.matcher(each).matches())) {
            reader.bad("nodes", "must be names of nodes, or labels such as 'pool=blue'");
        }
        if (args.drainTimeout().isZero()) {
            reader.bad("drainTimeout", "must be more than 0");
        }
        reader.end();
        return args;
    }

    /** Nodes have the pods of all namespaces. */
    @Override
    public String namespace() {
        return "";
    }

    @Override
    public Optional<String> app() {
        return Optional.empty();
    }

    @Override
    public List<String> clusters() {
        return List.of(cluster);
    }

    @Override
    public CompletableFuture<List<FleetMember>> members(Fleet fleet) {
        List<FleetMember> members = fleet.select(clusters());
        if (members.size() != 1) {
            throw new RefusedException("cluster: '" + cluster + "' selects "
                    + members.stream().map(FleetMember::name).toList()
                    + "; nodeMaintenance works on one cluster, so name one");
        }
        FleetMember member = members.get(0);
        if (!member.spec().namespaces().isEmpty()) {
            throw new RefusedException("cluster " + member.name() + " is open to namespaces "
                    + member.spec().namespaces()
                    + " only, and a node has pods of all; drain it from where all are open");
        }
        return CompletableFuture.completedFuture(members);
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new NodeMaintenanceRun(host, this, members.get(0));
    }

    /** What is done in this cluster. */
    MaintenanceSpec spec(String name) {
        return new MaintenanceSpec(name, nodes, maxParallel, drainTimeout, dropData);
    }
}
