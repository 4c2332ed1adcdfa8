package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the canary: the stable Deployment's selector, pod labels and strategy, the new template, no pods yet. Its own
 * metadata is an allow-list: what makes other controllers take an object for theirs stays behind.
 */
final class CanaryBuilder {
    /** Keeps Argo CD from deleting an object that is not in its repository. */
    static final String SYNC_OPTIONS = "argocd.argoproj.io/sync-options";

    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final List<String> OWNED_PREFIXES = List.of(
            "kubectl.kubernetes.io/",
            "deployment.kubernetes.io/",
            "argocd.",
            "meta.helm.sh/",
            "helm.sh/",
            "fluxcd.io/");
    private static final List<String> OWNED_PARTS = List.of(".fluxcd.io/", ".weave.works/");

    private CanaryBuilder() {}

    /** The canary of a release, with no replicas, as it is created. */
    static Deployment build(View view) {
        Deployment stable = view.stable();
        Terms terms = view.terms();
        Map<String, String> labels =
                allowed(stable.getMetadata().getLabels(), stable.getSpec().getSelector());
        labels.put(Labels.RELEASE, terms.release());
        labels.put(Labels.TRACK, "canary");
        labels.put(Labels.EPOCH, Integer.toString(terms.epoch()));
        labels.put(Labels.TARGET, view.target());
        labels.put(Labels.TEMPLATE, view.target());
        labels.put(Labels.DESIRED, Integer.toString(view.desired()));
        labels.put(Labels.WROTE, "0");
        Map<String, String> annotations =
                allowed(stable.getMetadata().getAnnotations(), stable.getSpec().getSelector());
        annotations.put(SYNC_OPTIONS, "Prune=false");
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(terms.canaryName())
                .withNamespace(terms.namespace())
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpecLike(stable.getSpec())
                .withReplicas(0)
                .withPaused(null)
                .withMinReadySeconds((int) terms.minReady().toSeconds())
                .withTemplate(terms.template())
                .endSpec()
                .build();
    }

    /** Labels or annotations without those that other controllers own; ours are left out too. */
    static Map<String, String> allowed(Map<String, String> all, LabelSelector selector) {
        Map<String, String> kept = new TreeMap<>();
        if (all != null) {
            all.forEach((key, value) -> {
                if (isAllowed(key, value, selector)) {
                    kept.put(key, value);
                }
            });
        }
        return kept;
    }

    private static boolean isAllowed(String key, String value, LabelSelector selector) {
        boolean selected =
                selector.getMatchLabels() != null && selector.getMatchLabels().containsKey(key);
        if (key.equals(INSTANCE) || key.equals("app.kubernetes.io/managed-by") && value.equals("Helm")) {
            return selected;
        }
        return !key.startsWith(Labels.MANAGER + "/")
                && OWNED_PREFIXES.stream().noneMatch(key::startsWith)
                && OWNED_PARTS.stream().noneMatch(key::contains);
    }
}
