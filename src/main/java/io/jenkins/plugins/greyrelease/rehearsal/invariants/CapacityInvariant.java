package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * No write of ours lowers the available and serving pods of stable and canary together below desired - maxUnavailable.
 *
 * <p>Judged at the write, not when the controllers follow: each Deployment keeps at most {@code spec.replicas} of its
 * available pods. Example: 10 desired, maxUnavailable 0, stable 10 and canary 1 available; stable to 9 leaves 9 + 1 = 10
 * and is right, stable to 8 leaves 9 and is a violation.
 *
 * <p>Evictions are judged as they come: see {@link #took}.
 *
 * <p>Does not check: that capacity that others took (a lost node, somebody's scaling) is restored; the native roll, in
 * which the deployment controller keeps maxUnavailable itself; pods lost in the last 5 seconds; that desired is what the
 * owner wants, except that it may change only after somebody else scaled.
 */
final class CapacityInvariant implements Invariant {

    @Override
    public String name() {
        return "capacity";
    }

    @Override
    public void changed(AppView app, Change<?> change, Violations violations) {
        if (!AppView.isByUs(change) || "create".equals(change.verb())) {
            return;
        }
        if (change.before() instanceof Pod before) {
            boolean deletes = change.after() == null
                    || ((Pod) change.after()).getMetadata().getDeletionTimestamp() != null;
            if (deletes && before.getMetadata().getDeletionTimestamp() == null) {
                took(app, before, violations);
            }
        } else if (lowers(change)) {
            judge(app, change, violations);
        }
        desired(app, change, violations);
    }

    /**
     * We take pods only for the drain of a node, and those that are ready only with a claim on the Deployment: never below
     * what a release under way must keep, otherwise never more than the usual half.
     */
    private void took(AppView app, Pod pod, Violations violations) {
        if (!AppPods.isReady(pod)) {
            return;
        }
        String said = "grey-release took pod " + pod.getMetadata().getName();
        boolean claimed = app.stable()
                .filter(each -> AppView.label(each, Labels.DRAINED) != null)
                .isPresent();
        boolean released = app.stable()
                .filter(each -> AppView.label(each, Labels.RELEASE) != null)
                .isPresent();
        if (!claimed) {
            violations.add(
                    this,
                    app.cluster(),
                    said + " without a claim on deployment/" + app.app().name());
        }
        int after = keeps(app, app.pods().availableOrJustLost(), null);
        int floor = released ? app.app().floor(app.desired()) : app.desired() / 2;
        if (after < floor && (released || app.unbudgeted())) {
            violations.add(
                    this,
                    app.cluster(),
                    said + ", which leaves " + after + " available pods of " + app.desired() + ", at least " + floor
                            + " must stay");
        }
    }

    private void judge(AppView app, Change<?> change, Violations violations) {
        Map<String, Integer> now = app.pods().available();
        int before = keeps(app, now, change.before());
        boolean lowers = keeps(app, now, null) < before;
        int after = keeps(app, app.pods().availableOrJustLost(), null);
        int floor = app.app().floor(app.desired());
        if (lowers && after < floor) {
            violations.add(
                    this,
                    app.cluster(),
                    said(change) + " leaves " + after + " available pods of " + app.desired() + " (before: " + before
                            + "), at least " + floor + " must stay");
        }
    }

    private void desired(AppView app, Change<?> change, Violations violations) {
        if (!(change.before() instanceof Deployment before)
                || !(change.after() instanceof Deployment after)
                || !app.isStable(after)) {
            return;
        }
        String was = AppView.label(before, Labels.DESIRED);
        String is = AppView.label(after, Labels.DESIRED);
        if (is != null && !is.equals(was) && !is.equals(String.valueOf(app.desired())) && !app.scaledByOthers()) {
            violations.add(
                    this,
                    app.cluster(),
                    said(change) + " takes " + is + " pods as desired instead of " + app.desired()
                            + ", although nobody scaled");
        }
    }

    /** Fewer replicas, or a delete that takes what the object owns with it. */
    private static boolean lowers(Change<?> change) {
        if (!(change.before() instanceof Deployment) && !(change.before() instanceof ReplicaSet)) {
            return false;
        }
        return change.after() == null
                || foreground(change.after()) && !foreground(change.before())
                || replicas(change.after()) < replicas(change.before());
    }

    private static boolean foreground(HasMetadata object) {
        List<String> finalizers = object.getMetadata().getFinalizers();
        return finalizers != null && finalizers.contains("foregroundDeletion");
    }

    private static int replicas(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return foreground(object) ? 0 : deployment.getSpec().getReplicas();
        }
        return foreground(object) ? 0 : ((ReplicaSet) object).getSpec().getReplicas();
    }

    /**
     * How many of the available pods the controllers will keep.
     *
     * @param instead takes the place of the object with its UID; null for none
     */
    private static int keeps(AppView app, Map<String, Integer> available, HasMetadata instead) {
        Map<String, Integer> limits = new TreeMap<>();
        for (HasMetadata each : with(app.deployments(), instead)) {
            limits.put(each.getMetadata().getUid(), replicas(each));
        }
        Map<String, Integer> kept = new TreeMap<>();
        for (HasMetadata each : with(app.replicaSets(), instead)) {
            String uid = each.getMetadata().getUid();
            OwnerReference owner = AppView.controllerOf(each);
            int mine = Math.min(available.getOrDefault(uid, 0), replicas(each));
            kept.merge(owner == null ? uid : owner.getUid(), mine, Integer::sum);
            if (owner == null) {
                limits.put(uid, replicas(each));
            }
        }
        return kept.entrySet().stream()
                .mapToInt(each -> Math.min(each.getValue(), limits.getOrDefault(each.getKey(), 0)))
                .sum();
    }

    private static List<HasMetadata> with(List<? extends HasMetadata> live, HasMetadata instead) {
        List<HasMetadata> result = new ArrayList<>(live);
        boolean sameKind = instead != null
                && (live.isEmpty() || instead.getClass() == live.get(0).getClass());
        if (sameKind) {
            result.removeIf(each ->
                    each.getMetadata().getUid().equals(instead.getMetadata().getUid()));
            result.add(instead);
        }
        return result;
    }

    static String said(Change<?> change) {
        HasMetadata object = change.object();
        String name = change.kind().named(object.getMetadata().getName());
        boolean counted = change.before() != null && change.after() != null && !(object instanceof Pod);
        return change.verb() + " " + name
                + (counted && (object instanceof Deployment || object instanceof ReplicaSet)
                        ? " (" + replicas(change.before()) + " to " + replicas(change.after()) + ")"
                        : "");
    }
}
