package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** Answers for effects that a rehearsal cannot carry out. */
@FunctionalInterface
public interface Answers {

    /** Everything is assumed. */
    Answers NONE = (step, text) -> Answer.ASSUMED;

    /**
     * The answer for one call.
     *
     * @param step name of the step
     * @param text the command, or the arguments in short
     */
    Answer find(String step, String text);
}
