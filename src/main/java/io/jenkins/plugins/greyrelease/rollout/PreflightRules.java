package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.autoscale.Autoscalers;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.Readiness.Limits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a release refuses to begin with, each with its reason. Pure. */
final class PreflightRules {
    /** What Kubernetes allows for a label value; tools use a Deployment's name as one. */
    static final int LONGEST_NAME = 63;

    private static final Map<String, String> OWNERS = Map.of(
            "argocd.argoproj.io/tracking-id", "Argo CD",
            "argocd.argoproj.io/instance", "Argo CD",
            "kustomize.toolkit.fluxcd.io/name", "Flux",
            "helm.toolkit.fluxcd.io/name", "Flux",
            "meta.helm.sh/release-name", "Helm");

    private PreflightRules() {}

    static void check(Facts facts, ReleaseSpec spec, PodTemplateSpec template, String canaryName, Problems problems) {
        workload(facts, problems);
        if (!spec.gitopsHandled()) {
            owner(facts.stable(), problems);
        }
        if (canaryName.length() > LONGEST_NAME) {
            problems.add("the canary would be called " + canaryName + ", " + canaryName.length()
                    + " characters long; names that serve as labels have at most " + LONGEST_NAME
                    + ", so the app's name may have "
                    + (LONGEST_NAME - (canaryName.length() - spec.app().length())));
        }
        if (!Selector.matches(facts.stable().getSpec().getSelector(), podLabels(template))) {
            problems.add("the new template's labels " + podLabels(template) + " do not match the selector "
                    + facts.stable().getSpec().getSelector().getMatchLabels()
                    + " of the Deployment, which cannot be changed; keep those labels");
        }
        Traffic.check(facts, template, problems);
        autoscaling(facts, problems);
    }

    static Autoscalers autoscalers(Facts facts) {
        return Autoscalers.of(facts.hpas(), facts.scaledObjects(), facts.vpas(), facts.stable());
    }

    static void limits(Facts facts, PodTemplateSpec template, Limits limits, Problems problems) {
        if (limits.fenceposts().standStill(limits.desired())) {
            problems.add("maxSurge and maxUnavailable are both 0 pods of " + limits.desired()
                    + ": no pod could ever be replaced; allow at least one of them");
        }
        if (limits.surge() && limits.desired() >= limits.maxReplicas()) {
            problems.add(
                    "the autoscaler runs the app at its maximum of " + limits.maxReplicas()
                            + " pods, so a canary beside them would exceed it; raise the maximum, release when load is lower, or release with capacity: 'replace' and maxSurge: 0");
        }
        Room.check(facts.quotas(), template, limits, problems);
    }

    private static void workload(Facts facts, Problems problems) {
        Deployment stable = facts.stable();
        var strategy = stable.getSpec().getStrategy();
        if (strategy != null && "Recreate".equals(strategy.getType())) {
            problems.add("its strategy is Recreate: it does not bear two versions at once; use RollingUpdate");
        }
        if (Boolean.TRUE.equals(stable.getSpec().getPaused())) {
            problems.add("it is paused by its owner (spec.paused); un-pause it first");
        }
        midRollout(facts).ifPresent(problems::add);
        for (PersistentVolumeClaim claim : facts.claims()) {
            List<String> modes = claim.getSpec().getAccessModes();
            if (modes != null && !modes.contains("ReadWriteMany") && !modes.contains("ReadOnlyMany")) {
                problems.add("its volume " + claim.getMetadata().getName() + " is " + modes
                        + ": pods of two versions on different nodes cannot share it");
            }
        }
        Map<String, String> labels = podLabels(stable.getSpec().getTemplate());
        for (Deployment other : facts.deployments()) {
            if (!other.getMetadata().getName().equals(stable.getMetadata().getName())
                    && (Selector.matches(other.getSpec().getSelector(), labels)
                            || Selector.matches(
                                    stable.getSpec().getSelector(),
                                    podLabels(other.getSpec().getTemplate())))) {
                problems.add("Deployment/" + other.getMetadata().getName()
                        + " and this one select each other's pods; give them selectors that do not overlap"
                        + leftBehind(other));
            }
        }
    }

    private static String leftBehind(Deployment other) {
        String release = Optional.ofNullable(other.getMetadata().getLabels())
                .map(l -> l.get(Labels.RELEASE))
                .orElse(null);
        return release == null ? "" : " (it is the canary of release " + release + ", left behind without its lock)";
    }

    private static Optional<String> midRollout(Facts facts) {
        Deployment stable = facts.stable();
        Long seen = stable.getStatus() == null ? null : stable.getStatus().getObservedGeneration();
        if (seen == null || seen < stable.getMetadata().getGeneration()) {
            return Optional.of("its controller has not seen its last change yet; try again in a moment");
        }
        int wanted = stable.getSpec().getReplicas();
        int updated =
                Optional.ofNullable(stable.getStatus().getUpdatedReplicas()).orElse(0);
        long active = facts.owned().stream()
                .filter(rs -> rs.getSpec().getReplicas() > 0)
                .count();
        if (active > 1 || updated < wanted) {
            return Optional.of("it is in the middle of a rollout (" + updated + " of " + wanted
                    + " pods have its template, " + active + " ReplicaSets have pods); wait until it has ended");
        }
        return Optional.empty();
    }

    private static void owner(Deployment stable, Problems problems) {
        var labels = Optional.ofNullable(stable.getMetadata().getLabels()).orElse(Map.of());
        var annotations =
                Optional.ofNullable(stable.getMetadata().getAnnotations()).orElse(Map.of());
        String helm = "Helm".equals(labels.get("app.kubernetes.io/managed-by")) ? "Helm" : null;
        Optional.ofNullable(helm)
                .or(() -> OWNERS.entrySet().stream()
                        .filter(e -> labels.containsKey(e.getKey()) || annotations.containsKey(e.getKey()))
                        .map(Map.Entry::getValue)
                        .sorted()
                        .findFirst())
                .ifPresent(owner -> problems.add("it is managed by " + owner + ", which would undo the release;"
                        + " let the pipeline write the new version back to its source and say gitops: 'handled'"));
    }

    private static void autoscaling(Facts facts, Problems problems) {
        if (autoscalers(facts) instanceof Autoscalers.Conflict conflict) {
            conflict.reasons().forEach(problems::add);
        }
    }

    private static Map<String, String> podLabels(PodTemplateSpec template) {
        return template.getMetadata() == null || template.getMetadata().getLabels() == null
                ? Map.of()
                : template.getMetadata().getLabels();
    }
}
