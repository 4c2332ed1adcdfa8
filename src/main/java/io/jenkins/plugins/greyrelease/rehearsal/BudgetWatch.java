package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Watches the disruption budgets over an app's pods in one cluster: when they would let no pod go, and so hold up the
 * drain of a node.
 *
 * <p>Threads: that of the simulation only.
 */
final class BudgetWatch {
    private static final String SEVERAL = "several budgets over the same pods, of which Kubernetes evicts none";

    private final String cluster;
    private final String title;
    private final Deployment app;
    private final Supplier<Duration> at;
    private final Map<String, PodDisruptionBudget> budgets = new TreeMap<>();
    private final Map<List<String>, List<Budget.Block>> blocks = new LinkedHashMap<>();
    private List<String> blocking = List.of();
    private Duration since = Duration.ZERO;

    /**
     * Begins to watch.
     *
     * @param app as it is now: its template's labels say which budgets are meant
     * @param title what the report calls the app
     * @param at virtual time since the start
     */
    BudgetWatch(ApiServer server, Deployment app, String title, Supplier<Duration> at) {
        this.title = title;
        this.cluster = server.cluster();
        this.app = app;
        this.at = at;
        server.list(Kind.PDB, app.getMetadata().getNamespace(), null).forEach(each -> changed(each, each));
        server.observe(this::stored);
    }

    private void stored(Change<?> change) {
        if (change.object() instanceof PodDisruptionBudget budget
                && app.getMetadata().getNamespace().equals(budget.getMetadata().getNamespace())) {
            changed(budget, (PodDisruptionBudget) change.after());
        }
    }

    private void changed(PodDisruptionBudget budget, PodDisruptionBudget now) {
        budgets.remove(budget.getMetadata().getName());
        if (now != null && covers(now)) {
            budgets.put(now.getMetadata().getName(), now);
        }
        List<String> meant = meant();
        if (!meant.isEmpty()) {
            blocks.computeIfAbsent(meant, key -> new ArrayList<>());
        }
        List<String> blockingNow = blocks() ? meant : List.of();
        if (!blockingNow.equals(blocking)) {
            close();
            blocking = blockingNow;
            since = at.get();
        }
    }

    private boolean covers(PodDisruptionBudget budget) {
        return Selector.matches(
                budget.getSpec().getSelector(),
                app.getSpec().getTemplate().getMetadata().getLabels());
    }

    /** Name and terms of what decides over the pods now; empty if nothing does. */
    private List<String> meant() {
        if (budgets.isEmpty()) {
            return List.of();
        }
        return budgets.size() > 1
                ? List.of(String.join(", ", budgets.keySet()), SEVERAL)
                : List.of(
                        budgets.keySet().iterator().next(),
                        terms(budgets.values().iterator().next().getSpec()));
    }

    private static String terms(PodDisruptionBudgetSpec spec) {
        if (spec.getMaxUnavailable() != null) {
            return "maxUnavailable: " + spec.getMaxUnavailable().getValue();
        }
        return spec.getMinAvailable() == null
                ? "no terms"
                : "minAvailable: " + spec.getMinAvailable().getValue();
    }

    private boolean blocks() {
        return budgets.size() > 1 || budgets.values().stream().anyMatch(BudgetWatch::letsNoneGo);
    }

    /** Where there are no pods, there is none that could be held. */
    private static boolean letsNoneGo(PodDisruptionBudget budget) {
        var status = budget.getStatus();
        return status != null
                && status.getExpectedPods() != null
                && status.getExpectedPods() > 0
                && status.getDisruptionsAllowed() != null
                && status.getDisruptionsAllowed() == 0;
    }

    private void close() {
        Duration lasted = at.get().minus(since);
        if (!blocking.isEmpty() && !lasted.isZero()) {
            blocks.get(blocking).add(new Budget.Block(since, lasted));
        }
    }

    /** All budgets that ever decided over the app's pods; call it once, at the end. */
    List<Budget> budgets() {
        close();
        blocking = List.of();
        List<Budget> all = new ArrayList<>();
        blocks.forEach((key, times) -> all.add(new Budget(cluster, title, key.get(0), key.get(1), times)));
        return all;
    }
}
