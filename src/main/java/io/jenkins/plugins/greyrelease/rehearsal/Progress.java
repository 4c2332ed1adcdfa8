package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import java.time.Duration;

/** Sees a rehearsal go by, on the simulation's thread. Times are virtual, since the pipeline's start. */
public interface Progress {
    /** Looks at nothing. */
    Progress NONE = new Progress() {};

    /** A line of the pipeline's log. */
    default void log(Duration at, String line) {}

    /** An app's pods changed. */
    default void pods(PodSample sample) {}

    /** Something worth a mark happened. */
    default void mark(Mark mark) {}
}
