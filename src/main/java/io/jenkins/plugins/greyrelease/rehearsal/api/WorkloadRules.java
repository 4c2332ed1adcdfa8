package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import java.util.Map;

/** What a Deployment, ReplicaSet, StatefulSet or DaemonSet must look like. */
final class WorkloadRules {

    private WorkloadRules() {}

    static void check(Problems problems, HasMetadata object) {
        checkTemplate(problems, object);
        if (object instanceof ReplicaSet replicaSet && replicaSet.getSpec() != null) {
            problems.notNegative("spec.replicas", replicaSet.getSpec().getReplicas());
            problems.notNegative("spec.minReadySeconds", replicaSet.getSpec().getMinReadySeconds());
        }
        if (object instanceof Deployment deployment && deployment.getSpec() != null) {
            deployment(problems, deployment.getSpec());
        }
    }

    /** The rules of selector and template, which all of them share. */
    static void checkTemplate(Problems problems, HasMetadata object) {
        Object spec = Shape.get(object, "spec");
        if (spec == null) {
            problems.required("spec");
            return;
        }
        LabelSelector selector = (LabelSelector) Shape.get(spec, "selector");
        if (selector == null) {
            problems.required("spec.selector");
        } else if (isEmpty(selector)) {
            problems.invalid("spec.selector", "{}", "empty selector is invalid for " + object.getKind());
        }
        PodTemplateSpec template = (PodTemplateSpec) Shape.get(spec, "template");
        if (template == null || template.getSpec() == null) {
            problems.required("spec.template.spec");
            return;
        }
        Map<String, String> labels =
                template.getMetadata() == null ? null : template.getMetadata().getLabels();
        Names.labels(problems, "spec.template.labels", labels);
        if (selector != null && !isEmpty(selector) && !Selector.matches(selector, labels)) {
            problems.invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        }
        PodRules.check(problems, "spec.template.spec", template.getSpec());
        if (!"Always".equals(template.getSpec().getRestartPolicy())) {
            problems.add(
                    "spec.template.spec.restartPolicy",
                    "Unsupported value: \"" + template.getSpec().getRestartPolicy()
                            + "\": supported values: \"Always\"");
        }
    }

    private static boolean isEmpty(LabelSelector selector) {
        return (selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
                && (selector.getMatchExpressions() == null
                        || selector.getMatchExpressions().isEmpty());
    }

    private static void deployment(Problems problems, DeploymentSpec spec) {
        problems.notNegative("spec.replicas", spec.getReplicas());
        problems.notNegative("spec.minReadySeconds", spec.getMinReadySeconds());
        problems.notNegative("spec.revisionHistoryLimit", spec.getRevisionHistoryLimit());
        problems.notNegative("spec.progressDeadlineSeconds", spec.getProgressDeadlineSeconds());
        int minReady = Defaults.or(spec.getMinReadySeconds(), 0);
        if (spec.getProgressDeadlineSeconds() != null && spec.getProgressDeadlineSeconds() <= minReady) {
            problems.invalid(
                    "spec.progressDeadlineSeconds",
                    spec.getProgressDeadlineSeconds(),
                    "must be greater than minReadySeconds");
        }
        strategy(problems, spec.getStrategy());
    }

    private static void strategy(Problems problems, DeploymentStrategy strategy) {
        String type = strategy.getType();
        if (type.equals("Recreate")) {
            if (strategy.getRollingUpdate() != null) {
                problems.add(
                        "spec.strategy.rollingUpdate",
                        "Forbidden: may not be specified when strategy `type` is 'Recreate'");
            }
        } else if (type.equals("RollingUpdate")) {
            IntOrString unavailable = strategy.getRollingUpdate().getMaxUnavailable();
            IntOrString surge = strategy.getRollingUpdate().getMaxSurge();
            PolicyRules.amount(problems, "spec.strategy.rollingUpdate.maxUnavailable", unavailable);
            PolicyRules.amount(problems, "spec.strategy.rollingUpdate.maxSurge", surge);
            if (isZero(unavailable) && isZero(surge)) {
                problems.invalid(
                        "spec.strategy.rollingUpdate.maxUnavailable",
                        unavailable.getValue(),
                        "may not be 0 when `maxSurge` is 0");
            }
        } else {
            problems.add(
                    "spec.strategy.type",
                    "Unsupported value: \"" + type + "\": supported values: \"Recreate\", \"RollingUpdate\"");
        }
    }

    private static boolean isZero(IntOrString amount) {
        Integer number = amount.getIntVal();
        return number != null ? number == 0 : "0%".equals(amount.getStrVal());
    }
}
