package io.jenkins.plugins.greyrelease.jenkins.step;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;

/** Notes which runs of a block were started; they end when the test says so. */
final class FakeBodies implements StepBlock.Starter {
    private static int cancellations;

    final List<String> labels = new ArrayList<>();
    boolean broken;
    private BodyExecutionCallback running;

    FakeBodies() {
        cancellations = 0;
    }

    /** The callback of the run that was started last. */
    BodyExecutionCallback running() {
        return running;
    }

    /** How many runs were interrupted. */
    int cancelled() {
        return cancellations;
    }

    /** What a restart makes of it. */
    static StepBlock copy(StepBlock block) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(block);
            }
            return (StepBlock) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("a block that does not outlive a restart", e);
        }
    }

    /** The callback that a restarted pipeline has for the run that was under way. */
    static BodyExecutionCallback callbackOf(StepBlock block) {
        return new StepBlock.Ended(block);
    }

    @Override
    public BodyExecution start(Map<String, String> environment, String label, BodyExecutionCallback callback)
            throws IOException {
        if (broken) {
            throw new IOException("the run is gone");
        }
        labels.add(label);
        running = callback;
        return new Run();
    }

    private static final class Run extends BodyExecution {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean cancel(Throwable cause) {
            cancellations++;
            return true;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            throw new UnsupportedOperationException("deprecated");
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException("nobody waits for a block");
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            return get();
        }
    }
}
