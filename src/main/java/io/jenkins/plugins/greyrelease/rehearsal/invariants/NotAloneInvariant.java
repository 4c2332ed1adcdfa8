package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What somebody else changed during a release is not overwritten: pod templates, a pause, the autoscaler's bounds,
 * metrics and behavior.
 *
 * <p>Example: somebody sets {@code maxReplicas: 50} on the frozen autoscaler; a thaw that writes the 30 of before is a
 * violation.
 *
 * <p>Does not check: replicas, which the release takes over (see {@code capacity}); labels and annotations; that a person
 * was told (the release's own tests do); pauses while the hand-over itself pauses.
 */
final class NotAloneInvariant implements Invariant {
    /** By cluster, object and field: the value that somebody else wrote last. */
    private final Map<String, Object> theirs = new TreeMap<>();

    @Override
    public String name() {
        return "not alone";
    }

    @Override
    public void changed(AppView app, Change<?> change, Violations violations) {
        if (change.before() == null || change.after() == null || "status".equals(change.verb())) {
            return;
        }
        if (AppView.isByUs(change) && !frozen(change.before()) && frozen(change.after())) {
            // A freeze keeps what it covers; the thaw is judged by what somebody else had written.
            return;
        }
        Map<String, Object> before = fields(change.before());
        Map<String, Object> after = fields(change.after());
        String object = app.cluster() + "/" + app.app().namespace() + "/"
                + change.kind().named(change.object().getMetadata().getName()) + " ";
        for (String field : after.keySet()) {
            Object was = before.get(field);
            Object is = after.get(field);
            if (!Objects.equals(was, is)) {
                judge(app, change, object + field, is, violations);
            }
        }
    }

    private static boolean frozen(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(AutoscalerFreeze.ORIGINALS);
    }

    private void judge(AppView app, Change<?> change, String field, Object is, Violations violations) {
        boolean released = app.stable()
                .map(each -> AppView.label(each, Labels.RELEASE) != null)
                .orElse(false);
        if (!AppView.isByUs(change)) {
            if (released) {
                theirs.put(field, String.valueOf(is));
            }
            return;
        }
        Object lastTheirs = theirs.remove(field);
        if (lastTheirs != null && !lastTheirs.equals(String.valueOf(is))) {
            violations.add(
                    this,
                    app.cluster(),
                    CapacityInvariant.said(change) + " overwrites what somebody else had written: "
                            + field.substring(field.indexOf(' ') + 1));
        }
    }

    private static Map<String, Object> fields(HasMetadata object) {
        Map<String, Object> fields = new TreeMap<>();
        if (object instanceof Deployment deployment) {
            fields.put("template", AppView.plain(deployment.getSpec().getTemplate()));
            if (AppView.label(object, Labels.STEP) == null) {
                fields.put("paused", Boolean.TRUE.equals(deployment.getSpec().getPaused()));
            }
        } else if (object instanceof HorizontalPodAutoscaler hpa) {
            fields.put("minReplicas", hpa.getSpec().getMinReplicas());
            fields.put("maxReplicas", hpa.getSpec().getMaxReplicas());
            fields.put("metrics", hpa.getSpec().getMetrics());
            fields.put("behavior", hpa.getSpec().getBehavior());
        }
        return fields;
    }
}
