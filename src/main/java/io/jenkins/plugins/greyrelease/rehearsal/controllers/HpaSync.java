package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaCalculator.Tolerance;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaLimits.Bounds;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaLimits.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** One look at one HPA: {@code reconcileAutoscaler}. */
final class HpaSync {
    private static final String ABLE = "AbleToScale";
    private static final String ACTIVE = "ScalingActive";
    private static final String LIMITED = "ScalingLimited";

    private final ControllerContext context;
    private final HpaMetric metric;
    private final HpaSelectors selectors;
    private final HpaHistory history;
    private final HorizontalPodAutoscaler hpa;
    private final HpaDraft draft;
    private final Duration now;

    HpaSync(
            ControllerContext context,
            HpaMetric metric,
            HpaSelectors selectors,
            HpaHistory history,
            HorizontalPodAutoscaler hpa) {
        this.context = context;
        this.metric = metric;
        this.selectors = selectors;
        this.history = history;
        this.hpa = hpa;
        this.draft = new HpaDraft(hpa, context.now());
        this.now = context.time().elapsed();
    }

    /** Reads, decides, scales and writes the status; whatever fails is tried again at the next look. */
    void run() {
        HpaTarget target;
        try {
            target = HpaTarget.read(
                    context.api(),
                    hpa.getMetadata().getNamespace(),
                    hpa.getSpec().getScaleTargetRef());
        } catch (HpaFailure | KubeException e) {
            draft.condition(
                    ABLE,
                    false,
                    "FailedGetScale",
                    "the HPA controller was unable to get the target's current scale: " + e.getMessage());
            write(draft.changedConditions());
            return;
        }
        draft.condition(
                ABLE, true, "SucceededGetScale", "the HPA controller was able to get the target's current scale");
        history.first(now, target.replicas());
        try {
            rescale(target, desired(target));
        } catch (HpaFailure e) {
            draft.condition(ACTIVE, false, e.reason(), e.getMessage());
            write(draft.changed(target.replicas(), draft.desiredBefore()));
        }
    }

    /** Outside of its bounds the target is set back to them without a look at any metric. */
    private int desired(HpaTarget target) throws HpaFailure {
        int min = hpa.getSpec().getMinReplicas() == null ? 1 : hpa.getSpec().getMinReplicas();
        int max = hpa.getSpec().getMaxReplicas();
        if (target.replicas() == 0 && min != 0) {
            draft.condition(
                    ACTIVE,
                    false,
                    "ScalingDisabled",
                    "scaling is disabled since the replica count of the target is zero");
            return 0;
        }
        if (target.replicas() > max) {
            return max;
        }
        if (target.replicas() < min) {
            return min;
        }
        int proposed = proposed(target);
        Outcome outcome = HpaLimits.apply(history, now, new Bounds(min, max, behavior()), target.replicas(), proposed);
        draft.condition(ABLE, true, outcome.able().reason(), outcome.able().message());
        draft.condition(
                LIMITED,
                outcome.isLimited(),
                outcome.limited().reason(),
                outcome.limited().message());
        return outcome.replicas();
    }

    /** The most that any metric asks for; with a broken metric in the list never less than there is. */
    private int proposed(HpaTarget target) throws HpaFailure {
        Collection<Pod> pods = podsOfThisAlone(target);
        HpaMetric.Subject subject = new HpaMetric.Subject(
                target.namespace(),
                target.name(),
                target.replicas(),
                target.status(),
                pods,
                tolerance(),
                context.time().now());
        int most = 0;
        String by = "";
        List<MetricStatus> seen = new ArrayList<>();
        List<HpaFailure> failures = new ArrayList<>();
        for (MetricSpec each : hpa.getSpec().getMetrics()) {
            try {
                HpaMetric.Answer answer = metric.compute(each, subject);
                seen.add(answer.status());
                if (by.isEmpty() || answer.replicas() > most) {
                    most = answer.replicas();
                    by = answer.name();
                }
            } catch (HpaFailure e) {
                failures.add(e);
            }
        }
        draft.metrics(seen);
        boolean none = failures.size() >= hpa.getSpec().getMetrics().size();
        if (none || !failures.isEmpty() && most < target.replicas()) {
            HpaFailure first = failures.get(0);
            throw new HpaFailure(
                    first.reason(), "the HPA was unable to compute the replica count: " + first.getMessage());
        }
        draft.condition(
                ACTIVE,
                true,
                "ValidMetricFound",
                "the HPA was able to successfully calculate a replica count from " + by);
        return most;
    }

    private Collection<Pod> podsOfThisAlone(HpaTarget target) throws HpaFailure {
        selectors.put(View.key(hpa), target.selector());
        Collection<Pod> pods = selectors.pods(target.namespace(), target.selector());
        TreeSet<String> all = selectors.selecting(target.namespace(), pods);
        if (all.size() > 1) {
            throw new HpaFailure(
                    "AmbiguousSelector",
                    "pods by selector " + target.selector().getMatchLabels() + " are controlled by multiple HPAs: "
                            + all);
        }
        return pods;
    }

    private void rescale(HpaTarget target, int desired) {
        int current = target.replicas();
        if (desired != current) {
            try {
                target.scale(context.api(), desired);
            } catch (KubeException e) {
                draft.condition(
                        ABLE,
                        false,
                        "FailedUpdateScale",
                        "the HPA controller was unable to update the target scale: " + e.getMessage());
                write(draft.changed(current, draft.desiredBefore()));
                return;
            }
            draft.condition(
                    ABLE,
                    true,
                    "SucceededRescale",
                    "the HPA controller was able to update the target scale to " + desired);
            remember(current, desired);
            draft.scaled();
        }
        write(draft.changed(current, desired));
    }

    private void remember(int from, int to) {
        HorizontalPodAutoscalerBehavior behavior = behavior();
        if (behavior != null) {
            HPAScalingRules rules = to > from ? behavior.getScaleUp() : behavior.getScaleDown();
            history.scaled(now, HpaLimits.longestPeriod(rules), from, to);
        }
    }

    private HorizontalPodAutoscalerBehavior behavior() {
        return hpa.getSpec().getBehavior();
    }

    private Tolerance tolerance() {
        HorizontalPodAutoscalerBehavior behavior = behavior();
        return behavior == null
                ? Tolerance.DEFAULT
                : new Tolerance(
                        tolerance(behavior.getScaleDown(), Tolerance.DEFAULT.down()),
                        tolerance(behavior.getScaleUp(), Tolerance.DEFAULT.up()));
    }

    private static double tolerance(HPAScalingRules rules, double absent) {
        Quantity own = rules == null ? null : rules.getTolerance();
        return own == null ? absent : own.getNumericalAmount().doubleValue();
    }

    /** A conflict means that the HPA was changed meanwhile: the next look, in 15 seconds, sees it, as upstream. */
    private void write(HorizontalPodAutoscaler changed) {
        if (changed == null) {
            return;
        }
        try {
            context.api().updateStatus(HpaController.WHO, Kind.HPA, changed);
        } catch (KubeException e) {
            if (!e.passing() && e.reason() != KubeException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }
}
