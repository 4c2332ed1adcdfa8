package io.jenkins.plugins.greyrelease.autoscale;

import io.jenkins.plugins.greyrelease.kube.Patch;
import java.util.List;

/** What to do to an autoscaler to have it frozen or thawed. */
public sealed interface FreezeMove {

    /**
     * One write does it.
     *
     * @param patch a merge patch that carries the resourceVersion it was decided on: CONFLICT means look again
     * @param kept somebody else's changes that the write leaves alone, in words for a person; empty if there are none
     */
    record Write(Patch patch, List<String> kept) implements FreezeMove {
        public Write {
            kept = List.copyOf(kept);
        }
    }

    /** It is so already. */
    record Nothing() implements FreezeMove {}

    /** It must not be done; {@code reason} says why and what a person can do. */
    record Refuse(String reason) implements FreezeMove {}
}
