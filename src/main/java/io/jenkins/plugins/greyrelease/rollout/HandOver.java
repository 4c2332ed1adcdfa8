package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The hand-over up to the canary's deletion: its ReplicaSet, pods and all, becomes the stable Deployment's. Every step
 * is told from what is seen, so a process that dies anywhere is followed by one that goes on.
 *
 * <p>It leans on how the deployment controller treats a paused Deployment (sync.go: {@code sync}, {@code scale};
 * deployment_util.go: {@code FindActiveOrLatest}): it makes no ReplicaSet, and scales the only active one to {@code
 * spec.replicas}. So the stable one must own none while its number is written, and its number must have been seen
 * before its template is, so that a view that lags by one write still finds as many as there are.
 */
final class HandOver {
    private HandOver() {}

    /** The next move. Whatever the goal: half-way is no place to stand. */
    static Move next(View view) {
        if (!view.canaryLives()) {
            return Adoption.next(view);
        }
        Deployment canary = view.canary().orElseThrow();
        return Foreign.absorbScale(view)
                .or(() -> edited(view))
                .or(() -> Foreign.canaryEdited(view, canary))
                .or(() -> disturbed(view))
                .or(() -> prepare(view, canary))
                .or(() -> ready(view, canary))
                .or(() -> park(view))
                .or(() -> dress(view))
                .orElseGet(() -> release(view, canary));
    }

    /** The template came back other than it was written, or somebody wrote another. */
    private static Optional<Move> edited(View view) {
        if (!Foreign.templateEdited(view)) {
            return Optional.empty();
        }
        boolean ours = view.stableLabel(Labels.TEMPLATE).equals(view.target())
                && view.stableLabel(Labels.GENERATION)
                        .equals(String.valueOf(view.stable().getMetadata().getGeneration()));
        if (!ours && view.goal() instanceof Goal.Back) {
            return Optional.of(abandon(view));
        }
        return Optional.of(
                ours
                        ? undo(
                                view,
                                Step.ROLL,
                                "its template came back changed by admission, so the ReplicaSet would not fit")
                        : Foreign.edited(view));
    }

    /** The owner wants another template than the old and the new one: stable makes those pods, the canary goes. */
    private static Move abandon(View view) {
        return Edit.of(view.stable())
                .label(Labels.STEP, "")
                .label(Labels.PHASE, Phase.BACK.label())
                .paused(false)
                .replicas(view.desired())
                .says(ReleaseEvent.Kind.HANDOVER)
                .writeLive("give the hand-over of " + view.terms().app()
                        + " up: somebody changed its pod template, which it keeps");
    }

    /** Somebody un-paused or scaled the stable Deployment, and it began to make pods. */
    private static Optional<Move> disturbed(View view) {
        boolean awake = !View.paused(view.stable());
        boolean makesPods = view.old().spec() > 0 || view.old().active() > 0;
        if (view.stableSpec() > 0 && (awake || makesPods)) {
            return relief(view).or(() -> Optional.of(undo(view, Step.HANDOVER, "somebody un-paused or scaled it")));
        }
        if (awake) {
            return Optional.of(Edit.of(view.stable())
                    .paused(true)
                    .writeLive("pause " + view.terms().app() + " again for the hand-over"));
        }
        return makesPods
                ? Optional.of(new Wait(
                        "the last " + Words.pods(view.old().active()) + " of stable "
                                + view.terms().app() + " to go",
                        Duration.ZERO))
                : Optional.empty();
    }

    /** Pods that somebody made stable have may be needed by now: the canary takes their place before they go. */
    private static Optional<Move> relief(View view) {
        boolean needed = Slices.down(view.stableSpec(), 0, view.freshCertain(), view.keeps()) < view.stableSpec();
        if (!needed || !view.canaryLives() || view.old().available() == 0) {
            return Optional.empty();
        }
        Deployment canary = view.canary().orElseThrow();
        return Optional.of(
                view.canarySpec() < view.desired()
                        ? sized(view, canary)
                        : new Wait(
                                "canary " + view.terms().canaryName() + " to serve instead of stable: "
                                        + view.fresh().available() + " of " + view.desired(),
                                Duration.ZERO));
    }

    private static Move sized(View view, Deployment canary) {
        return Edit.of(canary)
                .label(Labels.ALLOWED, view.desired())
                .label(Labels.DESIRED, view.desired())
                .replicas(view.desired())
                .writeLive("scale canary " + view.terms().canaryName() + " from " + view.canarySpec() + " to "
                        + view.desired() + ": so many are wanted by now");
    }

    /** Back to the state before the number was written, with the old template where it is still known. */
    private static Move undo(View view, Step step, String because) {
        Edit edit = Edit.of(view.stable())
                .label(Labels.STEP, step.label())
                .paused(true)
                .replicas(0);
        if (!view.stableLabel(Labels.TEMPLATE).equals(view.stableLabel(Labels.ORIGIN))) {
            origin(view)
                    .ifPresent(old ->
                            edit.template(old, view.stable().getMetadata().getGeneration()));
        }
        return edit.says(ReleaseEvent.Kind.HANDOVER)
                .writeLive("put " + view.terms().app() + " back to before the hand-over: " + because);
    }

    private static Optional<PodTemplateSpec> origin(View view) {
        return view.old().sets().stream()
                .map(rs -> TemplateHash.withoutHash(rs.getSpec().getTemplate()))
                .filter(template -> TemplateHash.of(template).equals(view.stableLabel(Labels.ORIGIN)))
                .findFirst();
    }

    /** Pause the canary and bring it to what is wanted by now. */
    private static Optional<Move> prepare(View view, Deployment canary) {
        if (handed(view).isEmpty()) {
            // A paused Deployment makes no ReplicaSet: somebody deleted it.
            return Optional.of(
                    View.paused(canary)
                            ? Edit.of(canary)
                                    .paused(false)
                                    .writeLive("un-pause canary " + view.terms().canaryName()
                                            + ": somebody deleted its ReplicaSet")
                            : new Wait(
                                    "canary " + view.terms().canaryName() + " to make its ReplicaSet", Duration.ZERO));
        }
        if (!View.paused(canary)) {
            return Optional.of(Edit.of(canary)
                    .paused(true)
                    .writeLive("pause canary " + view.terms().canaryName() + " for the hand-over"));
        }
        if (view.canarySpec() != view.desired()) {
            return Optional.of(sized(view, canary));
        }
        return Optional.empty();
    }

    /** Both seen by the deployment controller, the canary's pods as many as wanted, its ReplicaSet last in history. */
    private static Optional<Move> ready(View view, Deployment canary) {
        if (!View.observed(view.stable()) || !View.observed(canary)) {
            return Optional.of(new Wait("the deployment controller to see what was written", Duration.ZERO));
        }
        ReplicaSet handed = handed(view).orElseThrow();
        if (Tally.specOf(handed) != view.desired() || view.fresh().spec() != view.desired()) {
            return Optional.of(new Wait(
                    "canary " + view.terms().canaryName() + " to have one ReplicaSet of " + Words.pods(view.desired()),
                    Duration.ZERO));
        }
        if (view.stableSpec() == 0 && view.fresh().available() < view.floor()) {
            return Optional.of(new Wait(
                    "canary " + view.terms().canaryName() + " to serve: "
                            + view.fresh().available() + " of " + view.desired(),
                    Duration.ZERO));
        }
        long newest = view.old().sets().stream()
                .mapToLong(ReplicaSets::revision)
                .max()
                .orElse(0);
        return ReplicaSets.revision(handed) > newest
                ? Optional.empty()
                : Optional.of(ReplicaSets.stamp(handed, newest + 1));
    }

    /** The canary's ReplicaSet of the new template. */
    static Optional<ReplicaSet> handed(View view) {
        return view.fresh().sets().stream()
                .filter(rs -> rs.getMetadata().getDeletionTimestamp() == null)
                .filter(rs -> TemplateHash.same(
                        rs.getSpec().getTemplate(), view.terms().template()))
                .findFirst();
    }

    /** Every ReplicaSet of the stable Deployment aside, until it owns none. */
    private static Optional<Move> park(View view) {
        List<ReplicaSet> owned = view.old().sets().stream()
                .filter(rs -> View.owns(view.stable(), rs))
                .toList();
        for (ReplicaSet set : owned) {
            if (ReplicaSets.isParked(set) || set.getMetadata().getDeletionTimestamp() != null) {
                continue;
            }
            if (TemplateHash.same(set.getSpec().getTemplate(), view.terms().template())) {
                return Optional.of(
                        ReplicaSets.delete(set, "it equals the new template; the canary's takes its place in history"));
            }
            return Optional.of(
                    hasTwin(view, set)
                            ? ReplicaSets.delete(set, "it is an empty double of a parked one")
                            : ReplicaSets.park(set));
        }
        return owned.isEmpty()
                ? Optional.empty()
                : Optional.of(new Wait(
                        "the deployment controller to let go of " + ReplicaSets.named(owned.get(0)), Duration.ZERO));
    }

    private static boolean hasTwin(View view, ReplicaSet set) {
        return view.old().sets().stream()
                .filter(other -> other != set && ReplicaSets.isParked(other))
                .anyMatch(other -> TemplateHash.same(
                        other.getSpec().getTemplate(), set.getSpec().getTemplate()));
    }

    /** The number first, then the template, each seen before the next. */
    private static Optional<Move> dress(View view) {
        if (view.stableSpec() != view.desired()) {
            return Optional.of(Edit.of(view.stable())
                    .replicas(view.desired())
                    .writeLive("write " + Words.pods(view.desired()) + " into the paused "
                            + view.terms().app()));
        }
        if (!view.stableLabel(Labels.TEMPLATE).equals(view.target())) {
            return Optional.of(Edit.of(view.stable())
                    .template(
                            view.terms().template(), view.stable().getMetadata().getGeneration())
                    .writeLive("write the new template into the paused "
                            + view.terms().app()));
        }
        boolean fits = handed(view)
                .filter(rs -> TemplateHash.same(
                        rs.getSpec().getTemplate(), view.stable().getSpec().getTemplate()))
                .isPresent();
        return fits
                ? Optional.empty()
                : Optional.of(undo(view, Step.ROLL, "its template is not the one of the canary's ReplicaSet"));
    }

    /** Never Background: with the ReplicaSet still owned, that would delete every pod. */
    private static Move release(View view, Deployment canary) {
        DeleteOptions exactly = DeleteOptions.of(
                        Propagation.ORPHAN, canary.getMetadata().getUid())
                .at(canary.getMetadata().getResourceVersion());
        return new Move.Delete<>(
                Kind.DEPLOYMENT,
                view.terms().namespace(),
                view.terms().canaryName(),
                exactly,
                "delete canary " + view.terms().canaryName() + " without its ReplicaSet",
                true);
    }
}
