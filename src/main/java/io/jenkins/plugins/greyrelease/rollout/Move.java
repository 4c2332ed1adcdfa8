package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import java.time.Duration;

/**
 * The next thing to do in one cluster. Writes are whole: the object as it shall be, guarded by the resourceVersion of
 * the object that was seen, so that doing a move is one call and nothing else.
 */
public sealed interface Move {

    /** A move that changes the cluster, in one API call. */
    sealed interface Write extends Move {
        /** In words, for the log: {@code scale canary cart-x7f2 from 1 to 3 (batch 2 of 3)}. */
        String why();

        /**
         * Whether it must be decided again on a live read just before: it lowers capacity, deletes, or is a step of
         * the hand-over.
         */
        boolean needsLiveRead();

        /** What people hear of it once it is done; most writes are {@link ReleaseEvent.Kind#WROTE}. */
        default ReleaseEvent.Kind says() {
            return ReleaseEvent.Kind.WROTE;
        }
    }

    /** Creates an object. */
    record Create<T extends HasMetadata>(Kind<T> kind, T object, String why, boolean needsLiveRead) implements Write {}

    /** Replaces an object; {@code object} carries the resourceVersion that was seen. */
    record Update<T extends HasMetadata>(
            Kind<T> kind, T object, String why, boolean needsLiveRead, ReleaseEvent.Kind says) implements Write {

        Update(Kind<T> kind, T object, String why, boolean needsLiveRead) {
            this(kind, object, why, needsLiveRead, ReleaseEvent.Kind.WROTE);
        }
    }

    /** Patches an object; the body carries the resourceVersion that was seen. */
    record Change<T extends HasMetadata>(
            Kind<T> kind,
            String namespace,
            String name,
            Patch patch,
            String why,
            boolean needsLiveRead,
            ReleaseEvent.Kind says)
            implements Write {}

    /** Deletes an object, with UID and resourceVersion as preconditions. */
    record Delete<T extends HasMetadata>(
            Kind<T> kind, String namespace, String name, DeleteOptions options, String why, boolean needsLiveRead)
            implements Write {}

    /**
     * Nothing to do until something changes.
     *
     * @param what it waits for, in words
     * @param atMost decide again after this long even if nothing changed (a deadline, a soak); zero: no limit
     */
    record Wait(String what, Duration atMost) implements Move {}

    /**
     * The goal is reached.
     *
     * @param end what was reached; {@link Goal.Back} may be answered with {@code NEW} where the hand-over had begun, and
     *     {@link Goal.Grow} with {@code OLD} where the cluster was already going back
     * @param what in words
     */
    record Reached(End end, String what) implements Move {}

    /** What a cluster has reached. */
    enum End {
        /** The lock is taken; nothing else was done. */
        CLAIMED,
        /** The lock is taken for a turn to come; nothing else was done. */
        RESERVED,
        /** It stands still, and the cluster says so. */
        PAUSED,
        /** The batch's size is there and serves, stable is smaller by as many. */
        BATCH,
        /** The cluster has ended on the new template; nothing of the release is left in it. */
        NEW,
        /** The cluster is on the old template; nothing of the release is left in it. */
        OLD
    }

    /** The canary failed: pods that do not come up, crash, or turn unready. {@code onFailure} says what follows. */
    record Failed(String why) implements Move {}

    /**
     * Something that only a person can settle, such as another's edit: stand still here. Holds as long as the decision
     * says so: when what is seen changes, the next decision may go on.
     *
     * @param code short, fit for a label value
     * @param why what was seen and what the choices are
     */
    record Stop(String code, String why) implements Move {
        /** The code of a stop that nothing here can end: another process drives the release. */
        static final String TAKEN_OVER = "taken-over";

        boolean takenOver() {
            return code.equals(TAKEN_OVER);
        }
    }
}
