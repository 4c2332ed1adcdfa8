package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.rollout.Move.Stop;
import java.util.Optional;

/** What others wrote while the release was under way: taken over where that is plain, otherwise a person decides. */
final class Foreign {
    private Foreign() {}

    /** The answer to somebody else's writes outside the hand-over; empty if there are none. */
    static Optional<Move> next(View view) {
        Optional<Move> scaled = absorbScale(view);
        if (scaled.isPresent() || view.goal() instanceof Goal.Back || view.goingBack()) {
            // Going back ends on whatever template the owner wants now; nothing of the edit is overwritten.
            return scaled;
        }
        Optional<Stop> stop = stableEdited(view).or(() -> view.canary().flatMap(canary -> canaryEdited(view, canary)));
        // Capacity first: whatever was edited, the app shall have its pods.
        return stop.flatMap(found -> Capacity.whole(view).or(() -> Optional.of(found)));
    }

    /** Somebody wrote stable's replicas: an absolute number, which is the new desired one. */
    static Optional<Move> absorbScale(View view) {
        if (!view.stableIsDesired() && View.number(view.stable(), Labels.DESIRED, -1) < 0) {
            return Optional.of(Edit.of(view.stable())
                    .label(Labels.DESIRED, view.desired())
                    .label(Labels.WROTE, view.stableSpec())
                    .write("note again that " + Words.pods(view.desired()) + " of "
                            + view.terms().app() + " are wanted: somebody spoiled the label that said so"));
        }
        int wrote = View.number(view.stable(), Labels.WROTE, view.stableSpec());
        if (view.stableIsDesired() || view.stableSpec() == wrote) {
            return Optional.empty();
        }
        return Optional.of(Edit.of(view.stable())
                .label(Labels.DESIRED, view.stableSpec())
                .label(Labels.WROTE, view.stableSpec())
                .write("take over " + Words.pods(view.stableSpec()) + " as the wanted number of "
                        + view.terms().app() + ": somebody scaled it (it had " + wrote + " of " + view.desired()
                        + ")"));
    }

    /** Whether the stable Deployment's template is another than the one we know. */
    static boolean templateEdited(View view) {
        return !TemplateHash.of(view.stable().getSpec().getTemplate()).equals(view.stableLabel(Labels.TEMPLATE));
    }

    /** The stop for another template. */
    static Stop edited(View view) {
        return new Stop(
                "edited",
                "somebody changed the pod template of deployment/"
                        + view.terms().app() + " during release "
                        + view.terms().release()
                        + ". Put the old template back to go on, or roll back: then the app keeps the changed template");
    }

    private static Optional<Stop> stableEdited(View view) {
        if (templateEdited(view)) {
            return Optional.of(edited(view));
        }
        if (View.paused(view.stable())) {
            return Optional.of(new Stop(
                    "paused",
                    "somebody paused deployment/" + view.terms().app()
                            + ". Resume it (kubectl rollout resume) to go on, or roll back"));
        }
        return Optional.empty();
    }

    /** What is wrong with the canary Deployment. */
    static Optional<Stop> canaryEdited(View view, Deployment canary) {
        String name = "canary deployment/" + view.terms().canaryName();
        if (!view.terms().release().equals(View.label(canary, Labels.RELEASE))
                || !"canary".equals(View.label(canary, Labels.TRACK))) {
            return Optional.of(new Stop(
                    "name-taken",
                    name + " does not carry this release's labels: it is somebody else's, or they were taken off. "
                            + "Put the labels back or delete it, then go on or roll back"));
        }
        if (!TemplateHash.of(canary.getSpec().getTemplate()).equals(View.label(canary, Labels.TEMPLATE))) {
            return Optional.of(new Stop(
                    "canary-edited",
                    name + " has another pod template than the approved one. Put it back to go on, or roll back"));
        }
        if (View.paused(canary) && view.step() != Step.HANDOVER && !View.handingOver(canary)) {
            return Optional.of(
                    new Stop("canary-paused", "somebody paused " + name + ". Resume it to go on, or roll back"));
        }
        int wrote = View.number(canary, Labels.WROTE, View.spec(canary));
        if (View.spec(canary) != wrote) {
            return Optional.of(new Stop(
                    "canary-scaled",
                    "somebody scaled " + name + " from " + wrote + " to " + View.spec(canary)
                            + "; the approved batches allow " + View.number(canary, Labels.ALLOWED, wrote)
                            + ". Scale it back to " + wrote + " to go on, or roll back"));
        }
        return Optional.empty();
    }
}
