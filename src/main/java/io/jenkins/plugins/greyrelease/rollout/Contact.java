package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Whether a cluster answers. Not answering for 30 seconds is news; a shorter gap is not.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Contact {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scheduler scheduler;
    private final Executor serial;
    private final Consumer<News> listener;
    private Duration callsFailSince;
    private Duration cachesFailSince;
    private String problem = "";
    private volatile boolean lost;
    private Scheduler.Timer timer;

    Contact(Scheduler scheduler, Executor serial, Consumer<News> listener) {
        this.scheduler = scheduler;
        this.serial = serial;
        this.listener = listener;
    }

    /** Whether it was reported as unreachable and has not come back. */
    boolean lost() {
        return lost;
    }

    /** A call of ours was not answered. */
    void failed(String what) {
        problem = what;
        if (callsFailSince == null) {
            callsFailSince = scheduler.elapsed();
        }
        review();
    }

    /** A call of ours was answered. */
    void answered() {
        callsFailSince = null;
        review();
    }

    /** What the caches say of their connection. */
    void watch(Optional<Duration> failingSince, Optional<KubeException> cause) {
        cause.ifPresent(c -> problem = c.getMessage());
        cachesFailSince = failingSince.orElse(null);
        review();
    }

    void close() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void review() {
        Optional<Duration> since = since();
        if (since.isEmpty()) {
            close();
            timer = null;
            if (lost) {
                lost = false;
                listener.accept(new News.Reachable());
            }
            return;
        }
        Duration left = PATIENCE.minus(scheduler.elapsed().minus(since.get()));
        if (lost) {
            return;
        }
        if (left.isNegative() || left.isZero()) {
            lost = true;
            listener.accept(new News.Unreachable(since.get(), problem));
        } else if (timer == null) {
            timer = scheduler.after(
                    left,
                    () -> serial.execute(() -> {
                        timer = null;
                        review();
                    }));
        }
    }

    private Optional<Duration> since() {
        if (callsFailSince == null || cachesFailSince == null) {
            return Optional.ofNullable(callsFailSince == null ? cachesFailSince : callsFailSince);
        }
        return Optional.of(callsFailSince.compareTo(cachesFailSince) < 0 ? callsFailSince : cachesFailSince);
    }
}
