package io.jenkins.plugins.greyrelease.rollout;

import static io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind.FREEZE;
import static io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind.THAW;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.autoscale.Autoscalers;
import io.jenkins.plugins.greyrelease.autoscale.FreezeMove;
import io.jenkins.plugins.greyrelease.autoscale.FreezeState;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Move.Stop;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a release does with the app's autoscaler: keep within its bounds, freeze it, give it back as it was. */
final class Autoscaling {
    /** An HPA decides every 15 s: after this long, one that was deciding during the freeze has written its last. */
    static final Duration SYNC = Duration.ofSeconds(16);

    private Autoscaling() {}

    private static Autoscalers of(View view) {
        return Autoscalers.of(view.seen().autoscalers(), view.seen().scaledObjects(), List.of(), view.stable());
    }

    /** Most pods that stable and canary may have together, by the autoscaler as it is now. */
    static int max(View view) {
        return of(view) instanceof Autoscalers.Scaler scaler ? scaler.max() : Integer.MAX_VALUE;
    }

    /**
     * Freezes the autoscaler; empty when it is frozen or none is there.
     *
     * @param settle whether to wait until its last decision has been carried out
     */
    static Optional<Move> freeze(View view, boolean settle) {
        Autoscalers found = of(view);
        if (found instanceof Autoscalers.Conflict conflict) {
            return Optional.of(new Stop("autoscalers", conflict.reason()));
        }
        if (!(found instanceof Autoscalers.Scaler scaler)) {
            return Optional.empty();
        }
        FreezeState state = scaler.state();
        if (state instanceof FreezeState.Edited edited) {
            return Optional.of(new Stop(
                    "autoscaler",
                    "somebody changed " + named(scaler.kind(), scaler.object()) + " while it was frozen: "
                            + String.join(", ", edited.changes())
                            + ". Put that back to go on, or roll back: the change "
                            + "is then kept"));
        }
        Optional<String> holder = AutoscalerFreeze.frozenBy(scaler.object());
        if (holder.isPresent() && !holder.get().equals(view.terms().release())) {
            // We hold the lock, so the release that froze it is not under way here any more: it left this behind.
            return thaw(view);
        }
        Optional<Move> frozen = move(
                view, scaler.kind(), scaler.object(), scaler.freeze(view.terms().release()), FREEZE);
        return frozen.isPresent() || !settle ? frozen : settled(view);
    }

    private static Optional<Move> settled(View view) {
        Duration left = SYNC.minus(view.idle());
        return left.isNegative() || left.isZero()
                ? Optional.empty()
                : Optional.of(new Wait("the autoscaler's last decision before it was frozen", left));
    }

    /** Whether this release holds an autoscaler of the app frozen. */
    static boolean frozen(View view) {
        return Stream.concat(view.seen().autoscalers().stream(), view.seen().scaledObjects().stream())
                .anyMatch(each -> AutoscalerFreeze.frozenBy(each)
                        .filter(view.terms().release()::equals)
                        .isPresent());
    }

    /** Undoes a freeze; empty when nothing is frozen. */
    static Optional<Move> thaw(View view) {
        return Stream.concat(
                        view.seen().autoscalers().stream()
                                .map(hpa -> move(view, Kind.HPA, hpa, AutoscalerFreeze.thaw(hpa), THAW)),
                        view.seen().scaledObjects().stream()
                                .map(keda -> move(view, Kind.SCALED_OBJECT, keda, AutoscalerFreeze.thaw(keda), THAW)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Move> move(
            View view, Kind<?> kind, HasMetadata object, FreezeMove move, ReleaseEvent.Kind what) {
        if (move instanceof FreezeMove.Write write) {
            String kept = write.kept().isEmpty()
                    ? ""
                    : ", leaving what somebody changed meanwhile: " + String.join(", ", write.kept());
            return Optional.of(new Move.Change<>(
                    kind,
                    view.terms().namespace(),
                    object.getMetadata().getName(),
                    write.patch(),
                    (what == FREEZE ? "freeze " : "thaw ")
                            + named(kind, object)
                            + (what == FREEZE ? ": the load is not followed until it is thawed" : kept),
                    false,
                    what));
        }
        return move instanceof FreezeMove.Refuse refuse
                ? Optional.of(new Stop("autoscaler", refuse.reason()))
                : Optional.empty();
    }

    private static String named(Kind<?> kind, HasMetadata object) {
        return kind.named(object.getMetadata().getName());
    }
}
