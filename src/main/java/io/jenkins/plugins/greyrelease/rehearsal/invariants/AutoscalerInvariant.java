package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;

/**
 * A release and an autoscaler do not fight. While the HPA works, no write of ours makes the canary so large that it and
 * stable together want more pods than {@code maxReplicas}, and none takes pods from stable, which the HPA would give back.
 *
 * <p>Example: at most 9, stable 6 and canary 3; a canary of 4 is a violation, and so is a stable of 5.
 *
 * <p>Does not check: a frozen HPA (its bounds are the release's affair then); KEDA beyond the HPA it makes; that capacity
 * follows the load, which is the HPA's own work; taking a canary back to what the owner wants.
 */
final class AutoscalerInvariant implements Invariant {

    @Override
    public String name() {
        return "autoscaler";
    }

    @Override
    public void changed(AppView app, Change<?> change, Violations violations) {
        boolean ours =
                AppView.isByUs(change) && change.before() instanceof Deployment && change.after() instanceof Deployment;
        HorizontalPodAutoscaler hpa =
                ours ? app.hpa().filter(each -> !frozen(each)).orElse(null) : null;
        if (hpa == null) {
            return;
        }
        Deployment written = (Deployment) change.after();
        int more = written.getSpec().getReplicas()
                - ((Deployment) change.before()).getSpec().getReplicas();
        int max = hpa.getSpec().getMaxReplicas();
        if (app.isStable(written)) {
            if (more < 0) {
                violations.add(
                        this, app.cluster(), CapacityInvariant.said(change) + " while " + named(hpa) + " works on it");
            }
        } else if (more > 0 && "canary".equals(AppView.label(written, Labels.TRACK))) {
            int together = app.deployments().stream()
                    .mapToInt(each -> each.getSpec().getReplicas())
                    .sum();
            if (together > max) {
                violations.add(
                        this,
                        app.cluster(),
                        CapacityInvariant.said(change) + " makes " + together + " pods, " + named(hpa) + " allows "
                                + max);
            }
        }
    }

    private static boolean frozen(HorizontalPodAutoscaler hpa) {
        return hpa.getMetadata().getAnnotations() != null
                && hpa.getMetadata().getAnnotations().containsKey(AutoscalerFreeze.ORIGINALS);
    }

    private static String named(HasMetadata hpa) {
        return "horizontalpodautoscaler/" + hpa.getMetadata().getName();
    }
}
