package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.serve.ServedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/** Simulated clusters behind HTTP, and real clients in front of them, as time passes. */
public final class Served implements AutoCloseable {
    private static final String TOKEN = "open-sesame";

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final LiveScheduler scheduler = new LiveScheduler(2, errors::add);
    private final List<KubernetesFleet> clients = new ArrayList<>();
    private final ServedFleet server;
    private final FleetSpec spec;

    /**
     * Begins to serve.
     *
     * @param time of the clusters
     * @param pace simulated seconds in one
     */
    public Served(List<SimulatedCluster> clusters, VirtualTime time, double pace) {
        spec = FleetSpec.simulated(clusters.stream().map(SimulatedCluster::name).toList());
        try {
            server = new ServedFleet(clusters, time, scheduler, new ServedFleet.Options(0, TOKEN, pace), errors::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of its own for somebody. */
    public KubernetesFleet client() {
        String kubeconfig = server.kubeconfig();
        KubernetesFleet client =
                new KubernetesFleet(spec, cluster -> new Login.Kubeconfig(kubeconfig, cluster.name()), scheduler);
        clients.add(client);
        return client;
    }

    /** The way to them: a context for each cluster, of its name. */
    public String kubeconfig() {
        return server.kubeconfig();
    }

    /** Time as it passes. */
    public LiveScheduler scheduler() {
        return scheduler;
    }

    /** Does something to the simulation; the future ends when it is done. */
    public CompletableFuture<Void> run(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        server.run(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Does something to the simulation, and waits for it. */
    public void inside(Runnable task) {
        Waiting.join(run(task), "the simulation");
    }

    /** Waits until it holds. */
    public void until(String what, BooleanSupplier holds, Duration longest) {
        Waiting.until(scheduler, what, holds, longest);
    }

    @Override
    public void close() {
        clients.forEach(KubernetesFleet::close);
        server.close();
        scheduler.close();
        assertThat(errors).as("mistakes on the scheduler's threads").isEmpty();
    }
}
