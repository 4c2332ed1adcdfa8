package io.jenkins.plugins.greyrelease.rehearsal.serve;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Simulated clusters behind one port of this machine, each under its own path, in real time.
 *
 * <p>Threads: from any. The simulation runs on the scheduler's; answers are written on threads of this class's own.
 */
public final class ServedFleet implements AutoCloseable {
    private static final int STAND_STILL_SECONDS = 5;

    private final List<String> names = new ArrayList<>();
    private final List<ApiHandler> handlers = new ArrayList<>();
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final RealTime realTime;
    private final String token;
    private final Consumer<RuntimeException> onError;

    /**
     * How to serve.
     *
     * @param port 0 for one that is free
     * @param token that every request must bear
     * @param pace virtual seconds in one of the machine's, more than 0
     */
    public record Options(int port, String token, double pace) {
        @Override
        public String toString() {
            return "port " + port + ", pace " + pace;
        }
    }

    /**
     * Begins to serve. From now on the simulation belongs to this object, until it is closed: see {@link #run}.
     *
     * @param onError hears of mistakes in the simulation
     * @throws IOException if the port cannot be had
     */
    public ServedFleet(
            List<SimulatedCluster> clusters,
            VirtualTime time,
            Scheduler live,
            Options options,
            Consumer<RuntimeException> onError)
            throws IOException {
        token = options.token();
        this.onError = onError;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 0);
        threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "grey-release-serve");
            thread.setDaemon(true);
            return thread;
        });
        // once it stops, all connections are closed anyhow
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        server.setExecutor(threads);
        realTime = new RealTime(time, live, options.pace(), onError);
        var version = Texts.empty().put("major", "1").put("minor", "34").put("gitVersion", "v1.34.1+grey-simulated");
        for (SimulatedCluster cluster : clusters) {
            String root = "/" + cluster.name();
            ApiHandler handler =
                    new ApiHandler(cluster.port(), root, new ApiHandler.Served(realTime, version, token, threads));
            names.add(cluster.name());
            handlers.add(handler);
            server.createContext(root + "/", handler);
        }
        server.start();
    }

    /** Address of a cluster's API server. */
    public String url(String cluster) {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/" + cluster;
    }

    /** A kubeconfig with a context for each cluster, named as it is. */
    public String kubeconfig() {
        return KubeconfigText.of(names, this::url, token);
    }

    /** Does something to the simulation, at the moment it has come to. */
    public void run(Runnable task) {
        realTime.run(task);
    }

    /** Ends all watches, and the server; waits a moment for the simulation to stand still. */
    @Override
    public void close() {
        CompletableFuture<Void> still = new CompletableFuture<>();
        realTime.run(() -> handlers.forEach(ApiHandler::close));
        realTime.stop(() -> still.complete(null));
        try {
            still.get(STAND_STILL_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            onError.accept(new IllegalStateException("the simulation does not stand still", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdown();
    }
}
