package io.jenkins.plugins.greyrelease.rehearsal.serve;

import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Lets virtual time pass with the machine's: every event runs when its time has come. What is done to the simulation
 * from outside goes through {@link #run}, so that all of it still happens one thing at a time.
 *
 * <p>Thread-safe; holds no thread while nothing is due.
 */
final class RealTime {
    private final VirtualTime time;
    private final Scheduler live;
    private final double pace;
    private final Serial serial;
    private final Duration startedLive;
    private final Duration startedVirtual;
    private Scheduler.Timer wake = () -> {};
    private boolean closed;

    /**
     * Begins at once.
     *
     * @param time from now on only touched in tasks of {@link #run}
     * @param pace virtual seconds in one of the machine's, more than 0
     * @param onError hears of mistakes in the simulation
     */
    RealTime(VirtualTime time, Scheduler live, double pace, Consumer<RuntimeException> onError) {
        this.time = time;
        this.live = live;
        this.pace = pace;
        this.serial = new Serial(live, onError);
        this.startedLive = live.elapsed();
        this.startedVirtual = time.elapsed();
        run(() -> {});
    }

    /** Runs a task in the simulation, at the moment that it has come to. */
    void run(Runnable task) {
        serial.execute(() -> {
            if (closed) {
                return;
            }
            catchUp();
            try {
                task.run();
            } finally {
                catchUp();
                sleep();
            }
        });
    }

    /** Runs a task after so much virtual time; called in the simulation. */
    void after(Duration delay, Runnable task) {
        time.after(delay, task);
    }

    /** Time stands still from the moment that {@code then} is called; harmless a second time. */
    void stop(Runnable then) {
        serial.execute(() -> {
            closed = true;
            wake.cancel();
            then.run();
        });
    }

    private void catchUp() {
        Duration behind = virtualNow().minus(time.elapsed());
        if (!behind.isNegative()) {
            time.advance(behind);
        }
    }

    private void sleep() {
        wake.cancel();
        time.next().ifPresent(due -> {
            double nanos = Math.max(0, due.minus(virtualNow()).toNanos()) / pace;
            // a little late rather than too early, which would be for nothing
            wake = live.after(Duration.ofNanos((long) Math.ceil(nanos)).plusNanos(1000), () -> run(() -> {}));
        });
    }

    private Duration virtualNow() {
        double passed = live.elapsed().minus(startedLive).toNanos() * pace;
        return startedVirtual.plusNanos((long) passed);
    }
}
