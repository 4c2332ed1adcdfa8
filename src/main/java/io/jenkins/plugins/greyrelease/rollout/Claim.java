package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pods of an app that the drain of a node is about to evict, noted on the app's Deployments: releases and drains take
 * from one budget.
 *
 * <p>A release lowers capacity by writing a Deployment under the resourceVersion of a live read; an eviction is guarded by
 * nothing. So a drain writes its claim on every Deployment of the app first, stable and canary, each under the
 * resourceVersion it read. Whichever of the two writes comes first changes the resourceVersion, and the other is decided
 * again: the release counts claimed pods as gone, the drain counts what a release leaves. After its last claim the drain
 * looks once more before it evicts; it takes the claims off when the ReplicaSets have made new pods, since until then
 * their controller may not have seen that pods went.
 *
 * <p>Worked example: 10 wanted, maxUnavailable 0, stable 10 and canary 1, all available: one pod is to spare. The release
 * would scale stable to 9, the drain evict one pod; both together would leave 9. The drain's claim of 1 is first: the
 * release's write answers CONFLICT, it looks again and must keep 10 + 1, so stable stays at 10. The other way round the
 * claim answers CONFLICT, the drain finds 9 + 1 − 10 = 0 to spare, and waits.
 *
 * <p>A drain that died leaves its claim. A release that has seen a claim unchanged for {@link #STALE} takes it off; a
 * living drain evicts only within {@link #FRESH} of having seen its claim, so no eviction goes by a claim that is gone.
 *
 * @param pods how many, 1 or more
 * @param by the maintenance that claims them
 */
public record Claim(int pods, String by) {
    /** A claim seen unchanged for so long, on a monotonic clock, is of nobody any more. */
    public static final Duration STALE = Duration.ofMinutes(10);

    /** For how long a drain may evict after it has seen its claim. */
    public static final Duration FRESH = Duration.ofSeconds(60);

    /** The claim on a Deployment; empty if there is none, or one that is no number. */
    public static Optional<Claim> on(Deployment deployment) {
        int pods = View.number(deployment, Labels.DRAINED, 0);
        return pods > 0 ? Optional.of(new Claim(pods, View.label(deployment, Labels.DRAINED_BY))) : Optional.empty();
    }

    /** The Deployment with this claim in place of any other. */
    public Deployment put(Deployment deployment) {
        Map<String, String> labels = labels(deployment);
        labels.put(Labels.DRAINED, Integer.toString(pods));
        labels.put(Labels.DRAINED_BY, by);
        return with(deployment, labels);
    }

    /** The Deployment without any claim. */
    public static Deployment off(Deployment deployment) {
        Map<String, String> labels = labels(deployment);
        labels.remove(Labels.DRAINED);
        labels.remove(Labels.DRAINED_BY);
        return with(deployment, labels);
    }

    /** Whether a label carries a claim: those are not a release's to clean up. */
    static boolean isLabel(String key) {
        return key.equals(Labels.DRAINED) || key.equals(Labels.DRAINED_BY);
    }

    /** Takes off a claim that nobody has moved for long. */
    static Optional<Move> stale(View view) {
        if (view.claimed() == 0 || view.idle().compareTo(STALE) < 0) {
            return Optional.empty();
        }
        Optional<Deployment> canary = view.canary().filter(each -> on(each).isPresent());
        Deployment claimed = on(view.stable()).isPresent() ? view.stable() : canary.orElseThrow();
        return Optional.of(Edit.of(claimed)
                .without(Labels.DRAINED)
                .without(Labels.DRAINED_BY)
                .write("take off what maintenance " + on(claimed).orElseThrow().by() + " had claimed of "
                        + view.terms().app() + ": it has not moved for " + Words.of(STALE)));
    }

    /** What a wait for a claim says; empty where there is none. */
    static String words(View view) {
        return view.claimed() == 0
                ? ""
                : "; " + Words.pods(view.claimed()) + " are claimed by node maintenance " + view.claimant();
    }

    private static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? new LinkedHashMap<>() : new LinkedHashMap<>(labels);
    }

    private static Deployment with(Deployment deployment, Map<String, String> labels) {
        return new DeploymentBuilder(deployment)
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }
}
