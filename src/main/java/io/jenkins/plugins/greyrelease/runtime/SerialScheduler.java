package io.jenkins.plugins.greyrelease.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Time and execution for something that knows one thread only: tasks run one at a time, in order, on the threads of
 * another scheduler, and none that was cancelled by an earlier one.
 *
 * <p>Threads: as {@link Scheduler}. What one task wrote, the next one sees.
 */
public final class SerialScheduler implements Scheduler {
    private final Scheduler on;
    private final Consumer<Throwable> onError;
    private final Serial serial;
    private volatile boolean stopped;

    /**
     * @param on where tasks run
     * @param onError hears of a task that threw; the next task runs all the same
     */
    public SerialScheduler(Scheduler on, Consumer<Throwable> onError) {
        this.on = on;
        this.onError = onError;
        this.serial = new Serial(on, onError::accept);
    }

    @Override
    public Instant now() {
        return on.now();
    }

    @Override
    public Duration elapsed() {
        return on.elapsed();
    }

    @Override
    public void execute(Runnable task) {
        serial.execute(() -> {
            if (!stopped) {
                run(task);
            }
        });
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Timer timer = on.after(
                delay,
                () -> execute(() -> {
                    if (!cancelled.get()) {
                        task.run();
                    }
                }));
        return () -> {
            cancelled.set(true);
            timer.cancel();
        };
    }

    /** Nothing begins any more; what runs now ends. */
    public void stop() {
        stopped = true;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        }
    }
}
