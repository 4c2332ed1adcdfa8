package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.serve.ServedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Simulated clusters behind HTTP, and the real client in front of it, as time passes. */
final class Served implements AutoCloseable {
    static final String TOKEN = "open-sesame";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    final VirtualTime time = new VirtualTime();
    final SimulatedFleet simulated;
    final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    final LiveScheduler scheduler = new LiveScheduler(2, errors::add);
    final ServedFleet server;
    final KubernetesFleet client;

    Served(double pace, String... names) {
        FleetSpec spec = FleetSpec.simulated(List.of(names));
        simulated = new SimulatedFleet(spec.clusters(), time, new SplittableRandom(1));
        try {
            server = new ServedFleet(simulated, time, scheduler, new ServedFleet.Options(0, TOKEN, pace), errors::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String kubeconfig = server.kubeconfig();
        client = new KubernetesFleet(spec, cluster -> new Login.Kubeconfig(kubeconfig, cluster.name()), scheduler);
    }

    /** Does something to the simulation, and waits for it. */
    void inside(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        server.run(() -> {
            task.run();
            done.complete(null);
        });
        join(done, "the simulation");
    }

    /** Waits until it holds. */
    void until(String what, BooleanSupplier holds, Duration longest) {
        Duration limit = scheduler.elapsed().plus(longest);
        while (!holds.getAsBoolean()) {
            assertThat(scheduler.elapsed()).as("waiting for %s", what).isLessThan(limit);
            CompletableFuture<Void> tick = new CompletableFuture<>();
            scheduler.after(LOOK_AGAIN, () -> tick.complete(null));
            join(tick, what);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        scheduler.close();
        assertThat(errors).as("mistakes on the scheduler's threads").isEmpty();
    }

    private static void join(CompletableFuture<Void> future, String what) {
        try {
            future.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited for a minute for " + what, e);
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError("waiting for " + what, e);
        }
    }
}
