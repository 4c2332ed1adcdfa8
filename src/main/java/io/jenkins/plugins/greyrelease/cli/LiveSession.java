package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Real clusters, real time, and the engine over them, for as long as one command runs. Ctrl-C interrupts the thread that
 * opened it, see {@link CtrlC}.
 */
final class LiveSession implements AutoCloseable {
    private final LiveScheduler scheduler;
    private final KubernetesFleet clusters;
    private final Services services;
    private final Registries registries;
    private final Ids ids = new RandomIds();
    private final RunRef run = new RunRef("grey " + ids.next(8), "");
    private final CtrlC ctrlC = new CtrlC();
    private final String person;

    private LiveSession(
            LiveScheduler scheduler,
            KubernetesFleet clusters,
            Services services,
            Registries registries,
            String person) {
        this.scheduler = scheduler;
        this.clusters = clusters;
        this.services = services;
        this.registries = registries;
        this.person = person;
    }

    /**
     * Opens what the options name; nothing is asked of a cluster yet.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong with them
     */
    static LiveSession open(FleetOptions options, PrintWriter err) throws IOException {
        FleetSpec spec = options.spec();
        LiveScheduler scheduler = new LiveScheduler(2, failure -> {
            err.println("grey: a mistake in grey itself: " + failure);
            failure.printStackTrace(err);
            err.flush();
        });
        return new LiveSession(
                scheduler,
                options.open(spec, scheduler),
                options.services(spec, scheduler),
                options.registries(spec, scheduler),
                System.getProperty("user.name", "somebody"));
    }

    Fleet fleet() {
        return clusters.fleet();
    }

    /** What this command does; another one is another run. */
    RunRef run() {
        return run;
    }

    /** The other systems of the fleet. */
    Services services() {
        return services;
    }

    /** The registries of the fleet. */
    Registries registries() {
        return registries;
    }

    LiveScheduler scheduler() {
        return scheduler;
    }

    Ids ids() {
        return ids;
    }

    /** Who asks, in pauses and records. */
    String person() {
        return person;
    }

    /** An engine; its leases name person and machine. */
    Rollouts rollouts() {
        return new Rollouts(this::fleet, this::registries, scheduler, ids, "grey/" + person + "@" + host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // the name is for people; the nonce tells processes apart
            return "unnamed";
        }
    }

    /**
     * Waits for an answer on the calling thread, which must not be one of the scheduler's.
     *
     * @throws InterruptedException on Ctrl-C, see {@link CtrlC}
     */
    static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    @Override
    public void close() {
        clusters.close();
        scheduler.close();
        ctrlC.close();
    }
}
