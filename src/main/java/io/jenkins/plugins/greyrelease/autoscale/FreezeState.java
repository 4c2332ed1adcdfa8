package io.jenkins.plugins.greyrelease.autoscale;

import java.util.List;

/** What is seen on an autoscaler: whether a release holds it frozen, and whether somebody changed it since. */
public sealed interface FreezeState {

    /** No release holds it. */
    record Free() implements FreezeState {}

    /** Held by {@code release}, just as it was frozen. */
    record Frozen(String release) implements FreezeState {}

    /**
     * Held by {@code release}, but changed by somebody else since.
     *
     * @param changes what differs, each in words for a person
     */
    record Edited(String release, List<String> changes) implements FreezeState {
        public Edited {
            changes = List.copyOf(changes);
        }
    }

    /** The annotation with the originals is there but cannot be read; {@code reason} says why. */
    record Unreadable(String reason) implements FreezeState {}
}
