package io.jenkins.plugins.greyrelease.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Keys;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Reflector;
import io.jenkins.plugins.greyrelease.rollout.AppStatus;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows one app in one cluster through two watches; asks for nothing between their events.
 *
 * <p>Threads: {@link #reading} on any; the listener is called on the cluster's.
 */
final class AppWatcher implements AutoCloseable {
    private final FleetMember member;
    private final String namespace;
    private final String app;
    private final Scheduler scheduler;
    private final Reflector<Deployment> deployments;
    private final Reflector<Lease> leases;

    /** @param changed called whenever {@link #reading} may be another */
    AppWatcher(FleetMember member, String namespace, String app, Scheduler scheduler, Ids ids, Runnable changed) {
        this.member = member;
        this.namespace = namespace;
        this.app = app;
        this.scheduler = scheduler;
        deployments = opened(new Reflector<>(member.cluster(), Kind.DEPLOYMENT, namespace, scheduler, ids), changed);
        leases = opened(new Reflector<>(member.cluster(), Kind.LEASE, namespace, scheduler, ids), changed);
    }

    private <T extends HasMetadata> Reflector<T> opened(Reflector<T> reflector, Runnable changed) {
        reflector.listenState(changed);
        // the app's own Deployment, its canary, its lease
        reflector.listen(
                List.of(Keys.name(app), Keys.name(Labels.MANAGER + "-" + app), Keys.label(Labels.TRACK, "canary")),
                changed);
        reflector.start();
        return reflector;
    }

    /** How it stands. */
    ClusterReading reading() {
        List<AppStatus> found = new ArrayList<>();
        AppStatus.of(member.name(), namespace, app, deployments.all(), leases.all())
                .ifPresent(found::add);
        Optional<Duration> since = deployments.unreachableSince().or(leases::unreachableSince);
        return new ClusterReading(
                member.name(),
                found,
                since.map(any -> deployments
                        .problem()
                        .or(leases::problem)
                        .map(Throwable::getMessage)
                        .orElse("it does not answer")),
                since.map(at -> scheduler.now().minus(scheduler.elapsed().minus(at))));
    }

    @Override
    public void close() {
        deployments.close();
        leases.close();
    }
}
