package io.jenkins.plugins.greyrelease.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * Time and execution, handed to everything that waits or reacts, so that a simulation can run the same code in
 * virtual time.
 *
 * <p>Threads: all methods may be called from any thread. Tasks given to {@link #execute} and {@link #after} run on the
 * scheduler's own threads and must not block.
 */
public interface Scheduler extends Executor {

    /** The wall clock, for records and people. It may be wrong; no decision rests on it. */
    Instant now();

    /** Monotonic time since an origin of the scheduler's own. Durations are measured with this. */
    Duration elapsed();

    /**
     * Runs {@code task} once after {@code delay}.
     *
     * @param delay zero or more
     * @return a handle that cancels the task if it has not begun
     */
    Timer after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** Forgets the task if it has not begun; harmless otherwise. */
        void cancel();
    }
}
