package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How an app stands in one cluster, told from its Deployments and its Lease alone: no process is asked.
 *
 * @param cluster where
 * @param namespace of the app
 * @param app name of its Deployment
 * @param release id of the release that is under way; empty: none is
 * @param course where that goes, in words; empty without one
 * @param paused why it stands still, in words; empty: it does not
 * @param batch the batch that may run, counted from 1; 0: none has begun
 * @param stable the app's own Deployment
 * @param canary the release's second one
 * @param driver who drives the release
 * @param since when the canary was made
 */
public record AppStatus(
        String cluster,
        String namespace,
        String app,
        String release,
        String course,
        String paused,
        int batch,
        Side stable,
        Optional<Side> canary,
        Optional<Driver> driver,
        Optional<Instant> since) {

    /**
     * One of the two Deployments.
     *
     * @param wanted pods it asks for
     * @param ready pods of it that are ready
     * @param images of its containers, with commas
     */
    public record Side(int wanted, int ready, String images) {
        static Side of(Deployment deployment) {
            Integer ready = deployment.getStatus() == null
                    ? null
                    : deployment.getStatus().getReadyReplicas();
            String images = deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                    .map(Container::getImage)
                    .collect(Collectors.joining(", "));
            return new Side(View.spec(deployment), Objects.requireNonNullElse(ready, 0), images);
        }
    }

    /**
     * Who holds the Lease of the app.
     *
     * @param holder controller or machine, run, and a nonce of the process
     * @param since when it took the lease, on its own clock
     */
    public record Driver(String holder, Optional<Instant> since) {}

    /** Whether a release is under way here. */
    public boolean underWay() {
        return !release.isEmpty();
    }

    /**
     * The status of an app.
     *
     * @param all Deployments of the namespace
     * @param leases of the namespace
     * @return empty if the app is not there
     */
    public static Optional<AppStatus> of(
            String cluster, String namespace, String app, List<Deployment> all, List<Lease> leases) {
        return named(all, app).map(stable -> of(cluster, stable, all, leases));
    }

    /** The status of every app of the namespace that a release is under way of, by name. */
    public static List<AppStatus> underWay(String cluster, List<Deployment> all, List<Lease> leases) {
        return all.stream()
                .filter(each ->
                        !View.label(each, Labels.RELEASE).isEmpty() && !"canary".equals(View.label(each, Labels.TRACK)))
                .map(each -> of(cluster, each, all, leases))
                .toList();
    }

    private static AppStatus of(String cluster, Deployment stable, List<Deployment> all, List<Lease> leases) {
        String namespace = stable.getMetadata().getNamespace();
        String app = stable.getMetadata().getName();
        String release = View.label(stable, Labels.RELEASE);
        Optional<Deployment> canary = release.isEmpty()
                ? Optional.empty()
                : all.stream()
                        .filter(each -> namespace.equals(each.getMetadata().getNamespace()))
                        .filter(each -> each.getMetadata().getName().equals(app + "-" + release))
                        .findFirst();
        int batch = canary.map(each -> View.number(each, Labels.BATCH, 0)).orElse(0);
        return new AppStatus(
                cluster,
                namespace,
                app,
                release,
                release.isEmpty() ? "" : course(stable, batch),
                Pause.read(View.label(stable, Labels.PAUSED)).map(Pause::words).orElse(""),
                batch,
                Side.of(stable),
                canary.map(Side::of),
                leases.stream()
                        .filter(each -> namespace.equals(each.getMetadata().getNamespace()))
                        .filter(each -> each.getMetadata().getName().equals(Labels.own(app)))
                        .findFirst()
                        .flatMap(AppStatus::driver),
                canary.map(each -> each.getMetadata().getCreationTimestamp()).map(Instant::parse));
    }

    private static Optional<Deployment> named(List<Deployment> all, String name) {
        return all.stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst();
    }

    private static String course(Deployment stable, int batch) {
        if ("revert".equals(View.label(stable, Labels.MODE))) {
            return "released before, is taken back";
        }
        return switch (Phase.of(View.label(stable, Labels.PHASE))) {
            case FORWARD -> batch == 0 ? "locked, its turn comes" : "batch " + batch;
            case PROMOTE -> Step.of(View.label(stable, Labels.STEP)) == Step.NONE ? "promoted" : "hand-over";
            case BACK -> "goes back";
            case BACK_ALL -> "goes back, as the whole release";
        };
    }

    private static Optional<Driver> driver(Lease lease) {
        String holder = Objects.toString(lease.getSpec().getHolderIdentity(), "");
        return holder.isEmpty()
                ? Optional.empty()
                : Optional.of(new Driver(
                        holder,
                        Optional.ofNullable(lease.getSpec().getAcquireTime()).map(time -> time.toInstant())));
    }
}
