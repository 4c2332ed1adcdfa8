package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A cluster that has ended is on one template, in the Deployment it began with (name and UID), and nothing is left
 * behind: no canary, no label of ours, no parked or ownerless ReplicaSet, no frozen autoscaler, no lease held.
 *
 * <p>Does not check: that the template is the approved or the old one (the release's result says which); that all pods are
 * available (a fault may go on); the record's ConfigMap, which stays; what somebody else changed or deleted.
 */
final class EndsInvariant implements Invariant {
    private static final String PREFIX = Labels.MANAGER + "/";

    @Override
    public String name() {
        return "ends";
    }

    @Override
    public void ended(AppView app, Violations violations) {
        app.stable().ifPresentOrElse(stable -> stable(app, stable, violations), () -> {
            if (!app.deletedByOthers()) {
                violations.add(this, app.cluster(), "deployment/" + app.app().name() + " is gone");
            }
        });
        for (Deployment each : app.deployments()) {
            leftLabels(app, each, violations);
        }
        app.hpa().ifPresent(hpa -> autoscaler(app, hpa, violations));
        for (Lease each : app.api().list(Kind.LEASE, app.app().namespace(), null)) {
            boolean mine = each.getMetadata()
                    .getName()
                    .equals(Labels.MANAGER + "-" + app.app().name());
            String holder = each.getSpec() == null ? null : each.getSpec().getHolderIdentity();
            if (mine && holder != null && !holder.isEmpty()) {
                violations.add(
                        this, app.cluster(), "lease/" + each.getMetadata().getName() + " is still held by " + holder);
            }
        }
    }

    private void stable(AppView app, Deployment stable, Violations violations) {
        String named = "deployment/" + app.app().name();
        if (!stable.getMetadata().getUid().equals(app.first().getMetadata().getUid())) {
            if (!app.deletedByOthers()) {
                violations.add(this, app.cluster(), named + " is another one than it was: its UID changed");
            }
            return;
        }
        boolean paused = Boolean.TRUE.equals(stable.getSpec().getPaused());
        if (paused && !app.editedByOthers()) {
            violations.add(this, app.cluster(), named + " is still paused");
        }
        if (stable.getSpec().getReplicas() != app.desired()
                && !app.scaledByOthers()
                && app.hpa().isEmpty()) {
            violations.add(
                    this,
                    app.cluster(),
                    named + " wants " + stable.getSpec().getReplicas() + " pods, desired are " + app.desired());
        }
        for (ReplicaSet each : app.replicaSets()) {
            replicaSet(app, stable, each, violations);
        }
    }

    private void replicaSet(AppView app, Deployment stable, ReplicaSet set, Violations violations) {
        String named = "replicaset/" + set.getMetadata().getName();
        OwnerReference owner = AppView.controllerOf(set);
        if (owner == null || !owner.getUid().equals(stable.getMetadata().getUid())) {
            violations.add(
                    this,
                    app.cluster(),
                    named + " belongs to " + (owner == null ? "nobody" : owner.getName()) + ", not to deployment/"
                            + app.app().name());
        }
        Map<String, String> annotations = set.getMetadata().getAnnotations();
        if (annotations != null && annotations.containsKey(Labels.PARKED)) {
            violations.add(this, app.cluster(), named + " is still parked");
        }
        boolean old = !AppView.plain(set.getSpec().getTemplate())
                .equals(AppView.plain(stable.getSpec().getTemplate()));
        if (old && set.getSpec().getReplicas() > 0) {
            violations.add(
                    this,
                    app.cluster(),
                    named + " of another template still wants " + set.getSpec().getReplicas() + " pods");
        }
    }

    private void leftLabels(AppView app, Deployment deployment, Violations violations) {
        String named = "deployment/" + deployment.getMetadata().getName();
        if ("canary".equals(AppView.label(deployment, Labels.TRACK))) {
            violations.add(this, app.cluster(), "canary " + named + " is still there");
            return;
        }
        List<String> left = ours(deployment);
        if (!left.isEmpty()) {
            violations.add(this, app.cluster(), named + " still carries " + left);
        }
    }

    private void autoscaler(AppView app, HorizontalPodAutoscaler hpa, Violations violations) {
        String named = Kind.HPA.named(hpa.getMetadata().getName());
        Map<String, String> annotations = hpa.getMetadata().getAnnotations();
        if (annotations != null && annotations.containsKey(AutoscalerFreeze.ORIGINALS)) {
            violations.add(this, app.cluster(), named + " is still frozen");
            return;
        }
        boolean same = app.firstHpa()
                .map(first -> first.getSpec().equals(hpa.getSpec())
                        && Objects.equals(first.getMetadata().getAnnotations(), annotations))
                .orElse(true);
        if (!same && !app.editedByOthers()) {
            violations.add(this, app.cluster(), named + " is not as it was before the release");
        }
    }

    private static List<String> ours(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null
                ? List.of()
                : new TreeSet<>(labels.keySet())
                        .stream()
                                .filter(each -> each.startsWith(PREFIX))
                                // a drain's claim outlives the release beside it; who drains takes it off
                                .filter(each -> !each.equals(Labels.DRAINED) && !each.equals(Labels.DRAINED_BY))
                                .toList();
    }
}
