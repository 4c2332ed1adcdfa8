package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.greyrelease.rollout.Labels;
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
    private final Map<String, ReplicaSet> replicaSets = new TreeMap<>();
    private final Budgets budgets;
    private final Map<String, List<Pod>> byApp = new TreeMap<>();
    private final Map<String, List<ReplicaSet>> setsOf = new TreeMap<>();

    DrainSight(
            Collection<Node> nodes,
            Collection<Pod> pods,
            Collection<Deployment> deployments,
            Collection<ReplicaSet> replicaSets,
            Collection<PodDisruptionBudget> budgets) {
        nodes.forEach(each -> this.nodes.put(each.getMetadata().getName(), each));
        deployments.forEach(each -> this.deployments.put(
                each.getMetadata().getNamespace() + "/" + each.getMetadata().getName(), each));
        replicaSets.forEach(each -> this.replicaSets.put(
                each.getMetadata().getNamespace() + "/" + each.getMetadata().getName(), each));
        for (ReplicaSet each : replicaSets) {
            ofSet(each).ifPresent(app -> setsOf.computeIfAbsent(app, key -> new ArrayList<>())
                    .add(each));
        }
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

    /**
     * Whose pod it is: {@code shop/cart} for a Deployment's, its canary's pods among them; {@code shop/StatefulSet/db} for
     * another controller's; {@code shop/Pod/x} for one that nobody owns.
     */
    String app(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Optional<OwnerReference> owner = DrainedPods.controller(pod);
        if (owner.isEmpty()) {
            return namespace + "/Pod/" + pod.getMetadata().getName();
        }
        ReplicaSet set = "ReplicaSet".equals(owner.get().getKind())
                ? replicaSets.get(namespace + "/" + owner.get().getName())
                : null;
        Optional<String> deployment = set == null ? Optional.empty() : ofSet(set);
        return deployment.orElse(
                namespace + "/" + owner.get().getKind() + "/" + owner.get().getName());
    }

    private Optional<String> ofSet(ReplicaSet set) {
        String namespace = set.getMetadata().getNamespace();
        return set.getMetadata().getOwnerReferences().stream()
                .filter(each -> "Deployment".equals(each.getKind()))
                .findFirst()
                .map(each -> stable(namespace, each.getName()));
    }

    private String stable(String namespace, String name) {
        Deployment deployment = deployments.get(namespace + "/" + name);
        Map<String, String> labels =
                deployment == null ? null : deployment.getMetadata().getLabels();
        if (labels == null || !"canary".equals(labels.get(Labels.TRACK))) {
            return namespace + "/" + name;
        }
        String tail = "-" + labels.getOrDefault(Labels.RELEASE, "");
        return namespace + "/" + (name.endsWith(tail) ? name.substring(0, name.length() - tail.length()) : name);
    }

    /** How many pods of an app may be away at once when all are well: as its one budget says, else the usual share. */
    int atOnce(String app) {
        List<Pod> its = of(app);
        int wanted = deployment(app)
                .map(each -> each.getSpec().getReplicas() == null
                        ? 1
                        : each.getSpec().getReplicas())
                .orElse(its.size());
        List<Budget> over = its.isEmpty() ? List.of() : budgets.over(its.get(0));
        BudgetTerms terms = over.size() == 1 ? over.get(0).terms() : USUAL;
        return terms.slack(Math.max(wanted, deployment(app).isPresent() ? 0 : its.size()));
    }

    /** A Deployment's sides as they are cached; empty for pods of anything else. */
    Optional<Slack.Sides> sides(String app) {
        return deployment(app).map(stable -> {
            String namespace = stable.getMetadata().getNamespace();
            Optional<Deployment> canary =
                    SlackReading.canaryName(stable).map(name -> deployments.get(namespace + "/" + name));
            List<ReplicaSet> sets = setsOf.getOrDefault(app, List.of());
            return new Slack.Sides(stable, canary, sets, of(app), Optional.empty());
        });
    }

    /** How many pods of an app are available, as far as the caches say. */
    int available(String app) {
        return sides(app).map(each -> Slack.of(each, atOnce(app), "").certain()).orElseGet(() -> (int) of(app).stream()
                .filter(each -> DrainedPods.ready(each) && !DrainedPods.leaving(each))
                .count());
    }
}
