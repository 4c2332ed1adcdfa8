package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.jira.Tickets;
import io.jenkins.plugins.greyrelease.jira.TieStore;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.notify.Couriers;
import io.jenkins.plugins.greyrelease.notify.Destination;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Real clusters, real time, and the engine over them, for as long as one command runs. Ctrl-C interrupts the thread that
 * opened it, see {@link CtrlC}.
 */
final class LiveSession implements AutoCloseable {
    private static final int LAST_WORDS_SECONDS = 10;

    private final LiveScheduler scheduler;
    private final KubernetesFleet clusters;
    private final Services services;
    private final Registries registries;
    private final News news;
    private final PrintWriter err;
    private final Ids ids = new RandomIds();
    private final RunRef run = new RunRef("grey " + ids.next(8), "");
    private final CtrlC ctrlC = new CtrlC();
    private final String person;

    private LiveSession(
            LiveScheduler scheduler,
            KubernetesFleet clusters,
            Services services,
            Registries registries,
            News news,
            PrintWriter err) {
        this.scheduler = scheduler;
        this.clusters = clusters;
        this.services = services;
        this.registries = registries;
        this.news = news;
        this.err = err;
        this.person = System.getProperty("user.name", "somebody");
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
        Services services = options.services(spec, scheduler);
        List<Destination> destinations = options.destinations(spec, scheduler);
        Consumer<String> log = line -> {
            err.println("grey: " + line);
            err.flush();
        };
        News news = new News(
                new Couriers(() -> destinations, scheduler, log),
                new Tickets(services::jira, scheduler, TieStore.NONE, (run, line) -> log.accept(line), run -> false));
        return new LiveSession(
                scheduler, options.open(spec, scheduler), services, options.registries(spec, scheduler), news, err);
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

    /** Who hears what happens. */
    News news() {
        return news;
    }

    /** The run has ended: its tickets get a while to hear of it, and what they did not is said. */
    void ended(boolean success, String how) {
        if (!waited(news.tickets().ended(run.id(), success, how))) {
            news.tickets()
                    .untold()
                    .thenAccept(all -> all.forEach(each -> err.println("grey: " + each)))
                    .join();
            err.flush();
        }
    }

    /** @return whether it came to its end */
    private static boolean waited(CompletableFuture<?> what) {
        try {
            what.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
        if (!waited(news.couriers().idle())) {
            err.println("grey: not everybody who is to be notified could be told all of it");
            err.flush();
        }
        clusters.close();
        scheduler.close();
        ctrlC.close();
    }
}
