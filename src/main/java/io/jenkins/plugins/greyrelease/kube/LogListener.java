package io.jenkins.plugins.greyrelease.kube;

import java.time.Instant;
import java.util.Optional;

/** Hears a container's log. Calls for one log never overlap. */
public interface LogListener {

    /**
     * A line.
     *
     * @param at when the container wrote it; two lines may have the same time
     * @param text without the end of line
     */
    void line(Instant at, String text);

    /**
     * No more comes; the last call.
     *
     * @param cause empty: the server ended it, because the container ended or because the log was begun anew on its node, which looks
     *     the same from here. Otherwise what broke it
     */
    void closed(Optional<KubeException> cause);
}
