package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** Takes no notice of a run that is only tried; the real run is the one that is seen. Thread-safe. */
public final class Silence implements PipelineListener {
    @Override
    public void stepStarted(String id, String parentId, String name, String label, Position position) {
        // nobody looks on
    }

    @Override
    public void stepEnded(String id, StepStatus status, String message) {
        // as above
    }

    @Override
    public void log(String stepId, String line) {
        // as above
    }

    @Override
    public void assumed(Assumption assumption) {
        // as above
    }
}
