package io.jenkins.plugins.greyrelease.jenkins.release;

import java.util.Collection;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import jenkins.model.CauseOfInterruption.UserInterruption;

/** Says who or what stops a run, so that it fits after "stopped by". */
public final class Interrupters {
    private Interrupters() {}

    /**
     * A user's id, or what Jenkins says of anything else.
     *
     * @param otherwise what to say if there is no cause
     */
    public static String words(Collection<CauseOfInterruption> causes, String otherwise) {
        return causes.isEmpty()
                ? otherwise
                : causes.stream().map(Interrupters::words).collect(Collectors.joining(", "));
    }

    private static String words(CauseOfInterruption cause) {
        return cause instanceof UserInterruption user ? user.getUserId() : cause.getShortDescription();
    }
}
