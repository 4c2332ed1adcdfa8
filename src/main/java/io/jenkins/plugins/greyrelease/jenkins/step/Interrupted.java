package io.jenkins.plugins.greyrelease.jenkins.step;

import java.util.Objects;
import java.util.stream.Collectors;
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
        if (cause instanceof FlowInterruptedException interrupted
                && !interrupted.getCauses().isEmpty()) {
            return interrupted.getCauses().stream()
                    .map(CauseOfInterruption::getShortDescription)
                    .collect(Collectors.joining(", "));
        }
        return cause.getMessage() == null ? "an interruption" : cause.getMessage();
    }
}
