package io.jenkins.plugins.greyrelease.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialSchedulerTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final LiveScheduler threads = new LiveScheduler(4, failures::add);
    private final SerialScheduler serial = new SerialScheduler(threads, failures::add);

    @AfterEach
    void close() {
        threads.close();
    }

    private static void reached(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasksAndTimersRunOneAtATimeOnHoweverManyThreads() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(200);
        Runnable task = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            all.countDown();
        };
        for (int i = 0; i < 100; i++) {
            serial.execute(task);
            serial.after(Duration.ofNanos(i), task);
        }
        reached(all);
        assertThat(most).hasValue(1);
    }

    @Test
    void aTimerThatAnEarlierTaskCancelsDoesNotRunThoughItsTimeHasCome() throws InterruptedException {
        List<String> ran = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch due = new CountDownLatch(1);
        serial.execute(() -> {
            Scheduler.Timer timer = serial.after(Duration.ZERO, () -> ran.add("cancelled"));
            threads.after(Duration.ofMillis(20), due::countDown);
            try {
                due.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            timer.cancel();
            serial.execute(end::countDown);
        });
        reached(end);
        assertThat(ran).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void aTaskThatThrowsIsHeardOfAndTheNextOneRuns() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        serial.execute(() -> {
            throw new AssertionError("broken");
        });
        serial.execute(end::countDown);
        reached(end);
        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessage("broken"));
    }

    @Test
    void nothingBeginsOnceItIsStopped() throws InterruptedException {
        List<String> ran = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        serial.execute(serial::stop);
        serial.execute(() -> ran.add("late"));
        threads.after(Duration.ofMillis(20), end::countDown);
        reached(end);
        assertThat(ran).isEmpty();
    }
}
