package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import io.jenkins.plugins.greyrelease.rollout.Phase;
import java.util.Map;
import java.util.TreeMap;

/**
 * The canary never wants more pods than the approved batches allow; batch 1 is allowed by the start.
 *
 * <p>Example: batches 1, 4, 5 and only the first approved: a write that sets {@code grey-release/batch: 2} on the canary
 * is a violation, and so is one that sets {@code replicas: 2} beside {@code grey-release/allowed: 1}.
 *
 * <p>Does not check: that {@code allowed} is the plan's number for that batch (the plan's own tests do); pods that turn
 * unready after their approval; replicas that somebody else wrote.
 */
final class ExposureInvariant implements Invariant {
    private final Map<String, Integer> permitted = new TreeMap<>();

    @Override
    public String name() {
        return "exposure";
    }

    void permit(String cluster, String app, int batch) {
        permitted.merge(cluster + "/" + app, batch, Math::max);
    }

    void began(String app) {
        permitted.keySet().removeIf(key -> key.endsWith("/" + app));
    }

    @Override
    public void changed(AppView app, Change<?> change, Violations violations) {
        if (!AppView.isByUs(change) || !(change.after() instanceof Deployment written)) {
            return;
        }
        if ("canary".equals(AppView.label(written, Labels.TRACK))) {
            canary(app, change, written, violations);
        } else if (app.isStable(written)) {
            promoted(app, change, written, violations);
        }
    }

    /** To go to the new version altogether, the last batch that ran must have been approved; going back needs nobody. */
    private void promoted(AppView app, Change<?> change, Deployment stable, Violations violations) {
        String promote = Phase.PROMOTE.label();
        boolean begins = promote.equals(AppView.label(stable, Labels.PHASE))
                && (change.before() == null || !promote.equals(AppView.label(change.before(), Labels.PHASE)));
        if (!begins || "revert".equals(AppView.label(stable, Labels.MODE))) {
            return;
        }
        int last = app.canaries().stream()
                .mapToInt(each -> number(each, Labels.BATCH))
                .max()
                .orElse(0);
        int may = permitted(app);
        if (may <= Math.max(1, last)) {
            violations.add(
                    this,
                    app.cluster(),
                    CapacityInvariant.said(change) + " promotes after batch " + last + ", approved are batches up to "
                            + (may - 1));
        }
    }

    private void canary(AppView app, Change<?> change, Deployment canary, Violations violations) {
        int replicas = canary.getSpec().getReplicas();
        int allowed = number(canary, Labels.ALLOWED);
        boolean grows = change.before() == null
                || replicas > ((Deployment) change.before()).getSpec().getReplicas();
        if (grows && replicas > allowed) {
            violations.add(
                    this,
                    app.cluster(),
                    CapacityInvariant.said(change) + " wants " + replicas + " canary pods, the batch allows "
                            + allowed);
        }
        int batch = number(canary, Labels.BATCH);
        int may = permitted(app);
        boolean begins = change.before() == null || batch > number((Deployment) change.before(), Labels.BATCH);
        if (begins && batch > may) {
            violations.add(
                    this,
                    app.cluster(),
                    CapacityInvariant.said(change) + " is in batch " + batch + ", approved are batches up to " + may);
        }
    }

    private int permitted(AppView app) {
        return permitted.getOrDefault(app.cluster() + "/" + app.app().name(), 1);
    }

    private static int number(Deployment canary, String label) {
        String text = AppView.label(canary, label);
        // What somebody spoiled allows nothing.
        return text == null || !text.matches("\\d{1,9}") ? 0 : Integer.parseInt(text);
    }
}
