package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An app that budgets are about: a Deployment, with the canary of a release that is in progress, or a StatefulSet.
 *
 * @param object the Deployment that is the app's own, or the StatefulSet
 * @param isDeployment whether budgets may be made for it; a StatefulSet is only reported
 * @param selector of its pods, the canary's too
 * @param labels of the pods that it makes now
 * @param replicas that its controllers want, the canary's added: what Kubernetes takes a percentage of
 */
record GuardedApp(
        HasMetadata object, boolean isDeployment, LabelSelector selector, Map<String, String> labels, int replicas) {

    /** All apps of a namespace, Deployments first, by name. What is being deleted is none any more. */
    static List<GuardedApp> of(List<Deployment> deployments, List<StatefulSet> statefulSets) {
        List<GuardedApp> apps = new ArrayList<>();
        deployments.stream()
                .filter(GuardedApp::stays)
                .filter(each -> ownersOf(each, deployments).isEmpty())
                .sorted(Comparator.comparing(each -> each.getMetadata().getName()))
                .forEach(each -> apps.add(of(each, deployments)));
        statefulSets.stream()
                .filter(GuardedApp::stays)
                .sorted(Comparator.comparing(each -> each.getMetadata().getName()))
                .forEach(each -> apps.add(new GuardedApp(
                        each,
                        false,
                        each.getSpec().getSelector(),
                        labels(each.getSpec().getTemplate()),
                        number(each.getSpec().getReplicas()))));
        return apps;
    }

    private static GuardedApp of(Deployment own, List<Deployment> all) {
        int canaries = all.stream()
                .filter(each -> ownersOf(each, List.of(own)).isPresent())
                .mapToInt(each -> number(each.getSpec().getReplicas()))
                .sum();
        return new GuardedApp(
                own,
                true,
                own.getSpec().getSelector(),
                labels(own.getSpec().getTemplate()),
                number(own.getSpec().getReplicas()) + canaries);
    }

    /** The Deployment whose release made this one, if it is a canary. */
    private static Optional<Deployment> ownersOf(Deployment canary, List<Deployment> all) {
        String release = label(canary, Labels.RELEASE);
        if (release == null || !"canary".equals(label(canary, Labels.TRACK))) {
            return Optional.empty();
        }
        return all.stream()
                .filter(each -> each != canary && release.equals(label(each, Labels.RELEASE)))
                .findFirst();
    }

    private static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }

    private static boolean stays(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() == null;
    }

    private static Map<String, String> labels(PodTemplateSpec template) {
        return Optional.ofNullable(template.getMetadata())
                .map(ObjectMeta::getLabels)
                .orElse(Map.of());
    }

    private static int number(Integer replicas) {
        return replicas == null ? 1 : replicas;
    }

    /** Its name. */
    String name() {
        return object.getMetadata().getName();
    }

    /** {@code deployment/cart}. */
    String title() {
        return (isDeployment ? "deployment/" : "statefulset/") + name();
    }

    /** Whether a pod is one of its own. */
    boolean has(Pod pod) {
        return Selector.matches(selector, pod.getMetadata().getLabels());
    }
}
