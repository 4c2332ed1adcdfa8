package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** How much a step that ran proves. */
public enum Evidence {
    /** Carried out against the simulation. */
    REAL,
    /** An outside effect with an answer from the rehearsal file. */
    ANSWERED,
    /** An outside effect that was taken to succeed. */
    ASSUMED,
    /** Checks nothing: echo, stage, withEnv and the like. */
    FLOW
}
