package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** Sees a run go by; called on the scheduler's thread, in order. */
public interface PipelineListener {

    /**
     * A step, or one run of a block that has a label of its own (a branch, a batch), began.
     *
     * @param id unique in the run, rising numbers
     * @param parentId the enclosing step; empty at the top
     * @param name the step's name
     * @param label what distinguishes it for people, such as the stage's name or the command; may be empty
     */
    void stepStarted(String id, String parentId, String name, String label, Position position);

    /**
     * It ended.
     *
     * @param message why it did not succeed; empty on success
     */
    void stepEnded(String id, StepStatus status, String message);

    /**
     * A line of the build log.
     *
     * @param stepId the step that wrote it; empty for the run itself
     */
    void log(String stepId, String line);

    /** An outside effect was answered instead of carried out. */
    void assumed(Assumption assumption);
}
