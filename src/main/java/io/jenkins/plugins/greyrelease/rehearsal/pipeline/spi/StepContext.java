package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.Map;
import java.util.function.Consumer;

/** What one call of a step has around it. All on the scheduler's thread. */
public interface StepContext {

    /** Unique in the run; as in {@link PipelineListener#stepStarted}. */
    String id();

    /** Where the step was called. */
    Position position();

    /** Variables, directory and stage that hold here. */
    Scope scope();

    /** The environment as {@code env} shows it here. */
    Map<String, String> env();

    /** The build as a whole. */
    Build build();

    /** Time and execution. */
    Scheduler scheduler();

    /** Writes a line to the build log. */
    void log(String line);

    /** Ends the call with its value (maps, lists, strings, numbers, booleans or null). Ignored after the end. */
    void succeed(Object value);

    /** Ends the call with an exception that the Jenkinsfile can catch. Ignored after the end. */
    void fail(Throwable cause);

    /** Shows the step as skipped or unstable although it did not fail. */
    void mark(StepStatus status, String message);

    /**
     * Runs a block; several may run at once.
     *
     * @param scope usually {@link #scope()}, with changes
     * @param label shown as an item of its own if not empty
     */
    BodyRun run(Body body, Scope scope, String label, Consumer<BodyResult> whenDone);

    /**
     * What to do when the call is aborted and none of its blocks is running (with one running, that is aborted, and
     * its outcome comes as usual). Without a handler the step fails with the interruption.
     */
    void onStop(Consumer<Interruption> handler);

    /** What the call is told is taken for granted: that it succeeds proves nothing. */
    void assumed();

    /**
     * What stands in for an outside effect; tells the listener.
     *
     * @param text the command, or the arguments in short
     */
    Answer answer(String text);
}
