package io.jenkins.plugins.greyrelease.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveSchedulerTest {
    private final CompletableFuture<Throwable> error = new CompletableFuture<>();
    private final LiveScheduler scheduler = new LiveScheduler(1, error::complete);

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void runsTasksOnItsOwnDaemonThreads() throws Exception {
        CompletableFuture<Thread> seen = new CompletableFuture<>();
        scheduler.execute(() -> seen.complete(Thread.currentThread()));

        Thread thread = seen.get(10, TimeUnit.SECONDS);
        assertThat(thread.getName()).isEqualTo("grey-release-1");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isSameAs(LiveScheduler.class.getClassLoader());
    }

    @Test
    void runsATaskAfterItsDelayAndNotBefore() throws Exception {
        CompletableFuture<Duration> ran = new CompletableFuture<>();
        Duration begun = scheduler.elapsed();
        scheduler.after(Duration.ofMillis(30), () -> ran.complete(scheduler.elapsed()));

        assertThat(ran.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(begun.plusMillis(30));
    }

    @Test
    void forgetsACancelledTask() throws Exception {
        List<String> ran = new ArrayList<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        // the only thread is busy until it is cancelled, however slow this machine is
        scheduler.execute(() -> awaits(cancelled));
        scheduler.after(Duration.ZERO, () -> ran.add("cancelled")).cancel();
        scheduler.after(Duration.ZERO, done::countDown);
        cancelled.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while it waited", e);
        }
    }

    @Test
    void tellsWhatATaskThrewAndGoesOn() throws Exception {
        IllegalStateException thrown = new IllegalStateException("as the test wants it");
        CountDownLatch next = new CountDownLatch(1);
        scheduler.execute(() -> {
            throw thrown;
        });
        scheduler.execute(next::countDown);

        assertThat(error.get(10, TimeUnit.SECONDS)).isSameAs(thrown);
        assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsItsThreadsWhenClosedAndTakesLaterTasksWithoutRunningThem() throws Exception {
        CompletableFuture<Thread> seen = new CompletableFuture<>();
        List<String> ran = new ArrayList<>();
        scheduler.execute(() -> seen.complete(Thread.currentThread()));
        Thread thread = seen.get(10, TimeUnit.SECONDS);
        scheduler.after(Duration.ofHours(1), () -> ran.add("waited"));

        scheduler.close();
        scheduler.execute(() -> ran.add("late"));
        scheduler.after(Duration.ZERO, () -> ran.add("late")).cancel();

        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(ran).isEmpty();
    }
}
