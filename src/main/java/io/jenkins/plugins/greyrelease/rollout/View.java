package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was seen, read as a release: the two sides with their pods counted, and the labels. Only for a stable Deployment
 * that is there.
 *
 * @param target hash of the new template
 * @param stable the app's own Deployment
 * @param old its side: ReplicaSets it owns or that are parked
 * @param fresh the canary's side: ReplicaSets the canary owns, or owned before they were handed over
 */
record View(Seen seen, Goal goal, Terms terms, String target, Deployment stable, Tally old, Tally fresh) {
    /** How long pods that serve wait for those that began with them, so that one write does for all. */
    private static final Duration GATHER = Duration.ofSeconds(10);

    /** Sorts ReplicaSets and pods to the two sides. */
    static View of(Seen seen, Goal goal, Terms terms) {
        Deployment stable = seen.stable().orElseThrow();
        List<ReplicaSet> fresh = seen.replicaSets().stream()
                .filter(rs -> isCanarys(rs, seen.canary(), terms))
                .toList();
        List<ReplicaSet> old = seen.replicaSets().stream()
                .filter(rs -> !fresh.contains(rs))
                .filter(rs -> owns(stable, rs) || isParked(rs, stable))
                .toList();
        return new View(
                seen,
                goal,
                terms,
                TemplateHash.of(terms.template()),
                stable,
                Tally.of(old, podsOf(old, seen), seen.serving()),
                Tally.of(fresh, podsOf(fresh, seen), seen.serving()));
    }

    private static boolean isCanarys(ReplicaSet set, Optional<Deployment> canary, Terms terms) {
        if (canary.isPresent() && owns(canary.get(), set)) {
            return true;
        }
        // Deployments name their ReplicaSets after themselves; a hash has no dash. Tells the canary's ReplicaSet
        // from others after it has lost its owner or got the stable one. The template tells it from the one that the
        // same release handed over before it was reverted.
        String name = set.getMetadata().getName();
        String prefix = terms.canaryName() + "-";
        return name.startsWith(prefix)
                && name.indexOf('-', prefix.length()) < 0
                && TemplateHash.same(set.getSpec().getTemplate(), terms.template());
    }

    /** Whether this Deployment controls that ReplicaSet. */
    static boolean owns(Deployment owner, ReplicaSet set) {
        return controller(set.getMetadata())
                .filter(ref -> Objects.equals(ref.getUid(), owner.getMetadata().getUid()))
                .isPresent();
    }

    /** The owner that controls an object. */
    static Optional<OwnerReference> controller(ObjectMeta meta) {
        return meta.getOwnerReferences().stream()
                .filter(ref -> Boolean.TRUE.equals(ref.getController()))
                .findFirst();
    }

    private static boolean isParked(ReplicaSet set, Deployment stable) {
        return annotation(set, Labels.PARKED).isPresent()
                && Selector.matches(
                        stable.getSpec().getSelector(),
                        set.getSpec().getTemplate().getMetadata().getLabels());
    }

    /** An annotation's value. */
    static Optional<String> annotation(ReplicaSet set, String key) {
        Map<String, String> annotations = set.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(key));
    }

    private static List<Pod> podsOf(List<ReplicaSet> sets, Seen seen) {
        List<String> uids = sets.stream()
                .map(rs -> rs.getMetadata().getUid())
                .filter(Objects::nonNull)
                .toList();
        return seen.pods().stream()
                .filter(pod -> controller(pod.getMetadata())
                        .filter(ref -> uids.contains(ref.getUid()))
                        .isPresent())
                .toList();
    }

    Optional<Deployment> canary() {
        return seen.canary();
    }

    /** Whether the canary is there and stays. */
    boolean canaryLives() {
        return canary().filter(c -> c.getMetadata().getDeletionTimestamp() == null)
                .isPresent();
    }

    int stableSpec() {
        return spec(stable);
    }

    int canarySpec() {
        return canary().map(View::spec).orElse(0);
    }

    static int spec(Deployment deployment) {
        Integer replicas = deployment.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    static boolean paused(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused());
    }

    /** Whether we paused this canary for the hand-over. */
    static boolean handingOver(Deployment canary) {
        return Step.HANDOVER.label().equals(label(canary, Labels.STEP));
    }

    /** Whether the deployment controller has seen the latest spec. */
    static boolean observed(Deployment deployment) {
        Long seen =
                deployment.getStatus() == null ? null : deployment.getStatus().getObservedGeneration();
        Long now = deployment.getMetadata().getGeneration();
        return now == null || seen != null && seen >= now;
    }

    /** A label's value; empty if it is not there. */
    static String label(Deployment deployment, String key) {
        Map<String, String> labels = deployment.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(key, "");
    }

    /** A label's value as a number; {@code otherwise} if it is not there or not a number. */
    static int number(Deployment deployment, String key, int otherwise) {
        try {
            return Integer.parseInt(label(deployment, key));
        } catch (NumberFormatException e) {
            // Somebody wrote nonsense into our label, or nothing: as if it were not there.
            return otherwise;
        }
    }

    String stableLabel(String key) {
        return label(stable, key);
    }

    /** Whether this release holds the stable Deployment. */
    boolean held() {
        return terms.release().equals(stableLabel(Labels.RELEASE));
    }

    /** Where the end of the release stands. */
    Step step() {
        return Step.of(stableLabel(Labels.STEP));
    }

    boolean phaseIs(Phase phase) {
        return phase.label().equals(stableLabel(Labels.PHASE));
    }

    /** Whether this cluster is on its way back. */
    boolean goingBack() {
        return phaseIs(Phase.BACK) || phaseIs(Phase.BACK_ALL);
    }

    /** Whether stable.spec.replicas alone says how many pods the app wants: in surge, as long as stable is whole. */
    boolean stableIsDesired() {
        return stableIsDesired(stable, terms);
    }

    /** Pods the app wants. */
    int desired() {
        return stableIsDesired() ? stableSpec() : desired(stable, canary());
    }

    /** Pods the app wants, told from its Deployment alone; negative if somebody spoiled the label that says so. */
    static int desired(Deployment stable, Terms terms) {
        return stableIsDesired(stable, terms) ? spec(stable) : number(stable, Labels.DESIRED, -1);
    }

    private static boolean stableIsDesired(Deployment stable, Terms terms) {
        return terms.surge() && Step.of(label(stable, Labels.STEP)) == Step.NONE;
    }

    /** What the labels say is wanted; where somebody spoiled them all, as many pods as there are to be now. */
    static int desired(Deployment stable, Optional<Deployment> canary) {
        int together = spec(stable) + canary.map(View::spec).orElse(0);
        int noted = canary.map(each -> number(each, Labels.DESIRED, together)).orElse(together);
        return number(stable, Labels.DESIRED, noted);
    }

    /** Available pods that capacity needs. */
    int floor() {
        return Math.max(0, desired() - maxUnavailable());
    }

    /** Pods that a drain has claimed and that count as gone: the same claim stands on both sides. */
    int claimed() {
        return Math.max(
                Claim.on(stable).map(Claim::pods).orElse(0),
                canary().flatMap(Claim::on).map(Claim::pods).orElse(0));
    }

    /** Whose claim it is. */
    String claimant() {
        return Claim.on(stable)
                .or(() -> canary().flatMap(Claim::on))
                .map(Claim::by)
                .orElse("");
    }

    /** Available pods that must stay where one side shrinks: what capacity needs, and what a drain takes away. */
    int keeps() {
        return floor() + claimed();
    }

    /** Pods above the desired number at most. */
    int maxSurge() {
        return terms.fenceposts().surge(desired());
    }

    /** Pods below the desired number at most. */
    int maxUnavailable() {
        return terms.fenceposts().unavailable(desired());
    }

    /** Pods that both sides may have together. */
    int ceiling() {
        return desired() + maxSurge();
    }

    /** Stable's available pods that are certain to remain when what was asked for has been carried out. */
    int oldCertain() {
        return Slices.certain(old.available(), old.active(), stableSpec());
    }

    /** The canary's available pods that are certain to remain when what was asked for has been carried out. */
    int freshCertain() {
        return Slices.certain(fresh.available(), fresh.active(), canarySpec());
    }

    /** Time since the last progress. */
    Duration idle() {
        return seen.now().minus(seen.progressedAt());
    }

    /**
     * Time until pods that serve wait for no others any more; zero or less if it has passed.
     *
     * <p>Pods are available {@code minReady} after the last progress, which is that one more was ready: with 30 s of it,
     * 31 s after one was ready those of the next 9 s are waited for.
     */
    Duration untilGathered() {
        Duration gathered = terms.minReady().plus(GATHER).minus(idle());
        return gathered.compareTo(untilDeadline()) < 0 ? gathered : untilDeadline();
    }

    /** Time until the progress deadline; zero or less if it has passed. */
    Duration untilDeadline() {
        Duration limit = terms.progressDeadline();
        // who waits for a drain fails no batch for it: a claim is given back, or goes stale before
        return (claimed() > 0 && limit.compareTo(Claim.STALE) < 0 ? Claim.STALE : limit).minus(idle());
    }
}
