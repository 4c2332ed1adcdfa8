package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.PipelineListener;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The log of a pipeline that runs for real, a line at a time, with the clock before it. Thread-safe. */
final class RunLog implements PipelineListener {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final Scheduler time;

    RunLog(PrintWriter out, Scheduler time) {
        this.out = out;
        this.time = time;
    }

    void say(String line) {
        synchronized (out) {
            out.println(CLOCK.format(time.now()) + "  " + line.replace("\n", "\n          "));
            out.flush();
        }
    }

    @Override
    public void stepStarted(String id, String parentId, String name, String label, Position position) {
        if (name.equals("stage") && !label.isEmpty()) {
            say("stage " + label);
        }
    }

    @Override
    public void stepEnded(String id, StepStatus status, String message) {
        // what failed says so itself, and the end of the run does
    }

    @Override
    public void log(String stepId, String line) {
        say(line);
    }

    @Override
    public void assumed(Assumption assumption) {
        throw new IllegalStateException("a real run assumes nothing, and " + assumption.step() + " did");
    }
}
