package io.jenkins.plugins.greyrelease.kube;

import java.util.Optional;

/**
 * How a delete is done.
 *
 * @param propagation what becomes of the objects it owns
 * @param uid precondition: delete only this object
 * @param resourceVersion precondition: delete only this state of it
 * @param gracePeriodSeconds for pods; empty for the pod's own
 */
public record DeleteOptions(
        Propagation propagation,
        Optional<String> uid,
        Optional<String> resourceVersion,
        Optional<Integer> gracePeriodSeconds) {

    /** Kubernetes' {@code propagationPolicy}. */
    public enum Propagation {
        /** The object goes now, the garbage collector deletes its dependents later. */
        BACKGROUND,
        /** The dependents go first. */
        FOREGROUND,
        /** The dependents stay and lose their owner. */
        ORPHAN
    }

    public static final DeleteOptions BACKGROUND =
            new DeleteOptions(Propagation.BACKGROUND, Optional.empty(), Optional.empty(), Optional.empty());

    /** Deletes exactly the object with this UID. */
    public static DeleteOptions of(Propagation propagation, String uid) {
        return new DeleteOptions(propagation, Optional.of(uid), Optional.empty(), Optional.empty());
    }

    /** Deletes exactly this state of the object. */
    public DeleteOptions at(String newResourceVersion) {
        return new DeleteOptions(propagation, uid, Optional.of(newResourceVersion), gracePeriodSeconds);
    }
}
