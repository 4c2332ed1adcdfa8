package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Map;

/** A step that Jenkinsfiles can call. Stateless: one handler serves all calls. */
public interface StepHandler {

    /** Its name and parameters. */
    StepSpec spec();

    /**
     * Begins one call and returns at once; the call ends when the context is told, now or later.
     *
     * @param args checked against the spec; plain strings, numbers, booleans, lists and maps, blocks as {@link Body}
     * @param body the trailing block, or null
     * @throws RuntimeException fails the step
     */
    void start(StepContext context, Map<String, Object> args, Body body);

    /** The step's name. */
    default String name() {
        return spec().name();
    }
}
