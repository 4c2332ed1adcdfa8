package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The design's invariants, held against every change that the simulated API servers store. A cluster in which nothing
 * changes costs nothing.
 *
 * <p>Threads: that of the simulation only.
 */
public final class Invariants {
    private final Scheduler time;
    private final String replay;
    private final Violations violations;
    private final ExposureInvariant exposure = new ExposureInvariant();
    private final List<Invariant> all;
    private final List<AppView> apps = new ArrayList<>();
    private final Map<ApiServer, AppIndex> servers = new IdentityHashMap<>();

    /**
     * @param replay the command that shows this run again, seed and all; stands in {@link #throwIfAny}'s message
     */
    public Invariants(Scheduler time, String replay) {
        this.time = time;
        this.replay = replay;
        this.violations = new Violations(time);
        this.all = List.of(
                new CapacityInvariant(),
                exposure,
                new EndsInvariant(),
                new IdentityInvariant(),
                new OneReleaseInvariant(),
                new NotAloneInvariant(),
                new AutoscalerInvariant());
    }

    /** Watches an app in a cluster from now on; its Deployment must be there, in the state before the release. */
    public void watch(ApiServer server, WatchedApp app) {
        AppView view = new AppView(server, app, time);
        apps.add(view);
        AppIndex known = servers.get(server);
        if (known == null) {
            AppIndex fresh = new AppIndex();
            server.observe(change -> fresh.touchedBy(change).forEach(each -> stored(each, change)));
            servers.put(server, fresh);
            known = fresh;
        }
        known.add(view);
    }

    /**
     * Allows a release of {@code app} to bring batch {@code batch} to this cluster; batch 1 is allowed from the beginning.
     * To be called where a batch is approved, by who answers the approval, not by the engine.
     */
    public void permit(String cluster, String app, int batch) {
        exposure.permit(cluster, app, batch);
    }

    /** Another release of {@code app} begins: what was allowed to the one before does not hold for it. */
    public void began(String app) {
        exposure.began(app);
    }

    /** What is agreed for a release of an app that is watched in this cluster, from now on. */
    public void agreed(String cluster, WatchedApp app) {
        apps.stream()
                .filter(view -> view.cluster().equals(cluster)
                        && view.app().namespace().equals(app.namespace())
                        && view.app().name().equals(app.name()))
                .forEach(view -> view.agreed(app));
    }

    /** A check that needs the end: to be called once, with the clusters that are listed as open. */
    public void ended(Set<String> open) {
        for (AppView app : apps) {
            if (!open.contains(app.cluster())) {
                all.forEach(each -> each.ended(app, violations));
            }
        }
    }

    /** The same check for one app in one cluster. */
    public void ended(String cluster, String app) {
        apps.stream()
                .filter(view ->
                        view.cluster().equals(cluster) && view.app().name().equals(app))
                .forEach(view -> all.forEach(each -> each.ended(view, violations)));
    }

    /** What was violated so far. */
    public Violations violations() {
        return violations;
    }

    /**
     * Speaks, if anything was violated.
     *
     * @throws AssertionError with every violation kept, and the command to see it again
     */
    public void throwIfAny() {
        if (violations.count() > 0) {
            throw new AssertionError(violations.count() + " violations of the invariants. To see them again: " + replay
                    + violations.found().stream().map(each -> "\n  " + each).collect(Collectors.joining()));
        }
    }

    private void stored(AppView view, Change<?> change) {
        view.see(change);
        if (view.concerns(change)) {
            all.forEach(each -> each.changed(view, change, violations));
            view.took(change);
        }
    }
}
