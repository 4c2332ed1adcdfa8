package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.greyrelease.rollout.Slack;
import io.jenkins.plugins.greyrelease.rollout.SlackReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a drain sees of its cluster at one moment, sorted: whose pods are which. Immutable.
 */
final class DrainSight {
    /** Of the pods of what has no budget of its own so many may go at once. */
    static final BudgetTerms USUAL = BudgetTerms.maxUnavailable("50%");

    private final Map<String, Node> nodes = new TreeMap<>();
    private final List<Pod> pods;
    private final Map<String, Deployment> deployments = new TreeMap<>();
    private final Map<String, StatefulSet> statefulSets = new TreeMap<>();
    private final Budgets budgets;
    private final Map<String, List<Pod>> byApp = new TreeMap<>();
    private final PodOwners owners;

    DrainSight(
            Collection<Node> nodes,
            Collection<Pod> pods,
            Collection<Deployment> deployments,
            Collection<ReplicaSet> replicaSets,
            Collection<StatefulSet> statefulSets,
            Collection<PodDisruptionBudget> budgets) {
        nodes.forEach(each -> this.nodes.put(each.getMetadata().getName(), each));
        deployments.forEach(each -> this.deployments.put(
                each.getMetadata().getNamespace() + "/" + each.getMetadata().getName(), each));
        statefulSets.forEach(each -> this.statefulSets.put(
                each.getMetadata().getNamespace() + "/StatefulSet/"
                        + each.getMetadata().getName(),
                each));
        this.owners = new PodOwners(this.deployments, replicaSets);
        this.pods = List.copyOf(pods);
        this.budgets = Budgets.of(budgets);
        for (Pod pod : pods) {
            if (DrainedPods.moves(pod)) {
                byApp.computeIfAbsent(app(pod), key -> new ArrayList<>()).add(pod);
            }
        }
    }

    Map<String, Node> nodes() {
        return nodes;
    }

    List<Pod> pods() {
        return pods;
    }

    /** The pods of a node that move. */
    List<Pod> moving(String node) {
        return pods.stream()
                .filter(each -> DrainedPods.node(each).equals(node) && DrainedPods.moves(each))
                .toList();
    }

    Collection<Deployment> deployments() {
        return deployments.values();
    }

    Budgets budgets() {
        return budgets;
    }

    /** The pods of an app that move when drained. */
    List<Pod> of(String app) {
        return byApp.getOrDefault(app, List.of());
    }

    /** The Deployment of an app; empty for pods of anything else. */
    Optional<Deployment> deployment(String app) {
        return Optional.ofNullable(deployments.get(app));
    }

    /** Whose pod it is, see {@link PodOwners#app}. */
    String app(Pod pod) {
        return owners.app(pod);
    }

    /** Whether its eviction has to be agreed with no release, see {@link PodOwners#apart}. */
    boolean apart(Pod pod) {
        return owners.apart(pod);
    }

    /** How many pods an app wants; as many as there are where nobody knows. */
    int wanted(String app) {
        Optional<Integer> replicas = deployment(app)
                .map(each -> each.getSpec().getReplicas())
                .or(() -> Optional.ofNullable(statefulSets.get(app))
                        .map(each -> each.getSpec().getReplicas()))
                .or(() -> owners.set(app).map(each -> each.getSpec().getReplicas()));
        return replicas.orElseGet(() -> of(app).size());
    }

    /** How many pods of an app may be away at once when all are well: as its one budget says, else the usual share. */
    int atOnce(String app) {
        List<Pod> its = of(app);
        List<Budget> over = its.isEmpty() ? List.of() : budgets.over(its.get(0));
        BudgetTerms terms = over.size() == 1 ? over.get(0).terms() : USUAL;
        return terms.slack(wanted(app));
    }

    /** A Deployment's sides as they are cached; empty for pods of anything else. */
    Optional<Slack.Sides> sides(String app) {
        return deployment(app).map(stable -> {
            String namespace = stable.getMetadata().getNamespace();
            Optional<Deployment> canary =
                    SlackReading.canaryName(stable).map(name -> deployments.get(namespace + "/" + name));
            return new Slack.Sides(stable, canary, owners.setsOf(app), of(app), Optional.empty());
        });
    }

    /** How many pods of an app are available, as far as the caches say. */
    int available(String app) {
        return sides(app).map(each -> Slack.of(each, atOnce(app), "").certain()).orElseGet(() -> (int) of(app).stream()
                .filter(each -> DrainedPods.ready(each) && !DrainedPods.leaving(each))
                .count());
    }
}
