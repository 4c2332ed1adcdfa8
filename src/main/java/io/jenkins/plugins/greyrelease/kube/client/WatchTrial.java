package io.jenkins.plugins.greyrelease.kube.client;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tries whether a watch tells of what is there: a proxy that collects answers before it hands them on would hold back
 * every event, and releases would stand still.
 */
final class WatchTrial implements WatchListener<Deployment> {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    /** The present objects come first, as added. */
    private static final String FROM_THE_PRESENT = "0";

    private final boolean something;
    private final CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();

    /** @param something whether there is anything to tell of */
    private WatchTrial(boolean something) {
        this.something = something;
    }

    /**
     * What is wrong with watches of Deployments, in words; empty if nothing is.
     *
     * @param namespaces the first is tried; none: all of them
     */
    static CompletableFuture<List<String>> of(Cluster cluster, Scheduler scheduler, List<String> namespaces) {
        String namespace = namespaces.isEmpty() ? null : namespaces.get(0);
        return cluster.list(Kind.DEPLOYMENT, namespace, Selector.EVERYTHING).thenCompose(there -> {
            WatchTrial trial = new WatchTrial(!there.items().isEmpty());
            Watch watch = cluster.watch(Kind.DEPLOYMENT, namespace, Selector.EVERYTHING, FROM_THE_PRESENT, trial);
            Scheduler.Timer late = scheduler.after(SILENCE, trial::silent);
            trial.outcome.whenComplete((problem, nothing) -> {
                late.cancel();
                watch.close();
            });
            return trial.outcome.thenApply(problem -> problem.stream().toList());
        });
    }

    @Override
    public void opened() {
        if (!something) {
            outcome.complete(Optional.empty());
        }
    }

    @Override
    public void event(Type type, Deployment object) {
        outcome.complete(Optional.empty());
    }

    @Override
    public void bookmark(String resourceVersion) {
        outcome.complete(Optional.empty());
    }

    @Override
    public void closed(KubeException cause) {
        outcome.complete(Optional.of("watches do not work: " + cause.getMessage()));
    }

    private void silent() {
        outcome.complete(Optional.of("a watch of the Deployments told nothing for " + SILENCE.toSeconds()
                + " s: is there a proxy before the API server that holds back its answers?"));
    }
}
