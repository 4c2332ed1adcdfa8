package io.jenkins.plugins.greyrelease.jenkins.step;

import io.jenkins.plugins.greyrelease.jenkins.release.Interrupters;
import java.util.Objects;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Why a step of ours, or its block, was stopped by itself. */
final class Interrupted extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    private final String why;

    Interrupted(String why) {
        this.why = why;
    }

    @Override
    public String getShortDescription() {
        return why;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Interrupted interrupted && interrupted.why.equals(why);
    }

    @Override
    public int hashCode() {
        return Objects.hash(why);
    }

    /** Who or what interrupted, in words. */
    static String words(Throwable cause) {
        String otherwise = cause.getMessage() == null ? "an interruption" : cause.getMessage();
        return cause instanceof FlowInterruptedException interrupted
                ? Interrupters.words(interrupted.getCauses(), otherwise)
                : otherwise;
    }
}
