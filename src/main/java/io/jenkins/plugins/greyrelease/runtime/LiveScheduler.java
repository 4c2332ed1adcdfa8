package io.jenkins.plugins.greyrelease.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Time as it passes, on a small pool of daemon threads. The only class that reads the machine's clocks.
 *
 * <p>Threads: named {@code grey-release-1} and so on, with the class loader of this class as their context class loader,
 * whoever's call started them. They end with {@link #close}.
 */
public final class LiveScheduler implements Scheduler, AutoCloseable {
    private final long origin = System.nanoTime();
    private final Consumer<Throwable> onError;
    private final ScheduledThreadPoolExecutor pool;

    /**
     * Starts no thread before there is a task.
     *
     * @param threads 1 or more; tasks do not block, so few are enough
     * @param onError hears of a task that threw; called on the task's thread
     */
    public LiveScheduler(int threads, Consumer<Throwable> onError) {
        this.onError = onError;
        pool = new ScheduledThreadPoolExecutor(threads, new Named(), new ThreadPoolExecutor.DiscardPolicy());
        pool.setRemoveOnCancelPolicy(true);
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }

    /** Runs the task on the pool; once closed, nothing runs any more. */
    @Override
    public void execute(Runnable task) {
        pool.execute(() -> run(task));
    }

    /** As {@link Scheduler#after}; once closed, nothing runs any more. */
    @Override
    public Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> waiting = pool.schedule(() -> run(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        return () -> waiting.cancel(false);
    }

    /** Lets running tasks end and forgets all others. */
    @Override
    public void close() {
        pool.shutdown();
    }

    /** The pool would keep what a task throws in a future that nobody looks at. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onError.accept(e);
        }
    }

    private static final class Named implements ThreadFactory {
        private final AtomicInteger started = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, "grey-release-" + started.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(LiveScheduler.class.getClassLoader());
            return thread;
        }
    }
}
