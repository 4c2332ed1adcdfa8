package io.jenkins.plugins.greyrelease.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time, in the order they came, on another executor: a thread is held only while a task runs.
 *
 * <p>Threads: {@link #execute} may be called from any thread. What one task wrote, the next one sees.
 */
public final class Serial implements Executor {
    private final Executor executor;
    private final Consumer<RuntimeException> onError;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /**
     * @param executor where tasks run
     * @param onError hears of a task that threw; the next task runs all the same
     */
    public Serial(Executor executor, Consumer<RuntimeException> onError) {
        this.executor = executor;
        this.onError = onError;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::runOne);
    }

    private void runOne() {
        Runnable task;
        synchronized (waiting) {
            task = waiting.remove();
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            onError.accept(e);
        } finally {
            boolean more;
            synchronized (waiting) {
                more = !waiting.isEmpty();
                running = more;
            }
            if (more) {
                executor.execute(this::runOne);
            }
        }
    }
}
