package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** A block of the Jenkinsfile that was handed to a step; run with {@link StepContext#run}, any number of times. */
public interface Body {

    /** Where the block was written, if that is known. */
    Position position();
}
