package io.jenkins.plugins.greyrelease.kube.client;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The clusters of a fleet, each opened by the first call to it.
 *
 * <p>Threads: from any. Logins are asked for on a few threads of this class's own, so they may block; those threads end
 * half a minute after the last.
 */
public final class KubernetesFleet implements AutoCloseable {
    /** Of which one may hang without holding up the other clusters. */
    private static final int LOGINS = 4;

    private final List<KubernetesCluster> clusters = new ArrayList<>();
    private final ThreadPoolExecutor blocking;
    private final Fleet fleet;

    /**
     * Opens nothing yet.
     *
     * @param logins gives the login of a cluster as it is now; asked again every half minute that there are calls, and
     *     when a server refuses it; may block; may throw an {@link IllegalStateException} whose message, without
     *     secrets, says why there is none
     */
    public KubernetesFleet(FleetSpec spec, Function<ClusterSpec, Login> logins, Scheduler scheduler) {
        this(spec, logins, scheduler, Line.PATIENCE);
    }

    KubernetesFleet(FleetSpec spec, Function<ClusterSpec, Login> logins, Scheduler scheduler, Duration patience) {
        blocking = new ThreadPoolExecutor(LOGINS, LOGINS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "grey-release-login");
            thread.setDaemon(true);
            thread.setContextClassLoader(KubernetesFleet.class.getClassLoader());
            return thread;
        });
        blocking.allowCoreThreadTimeOut(true);
        blocking.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        List<FleetMember> members = new ArrayList<>();
        for (ClusterSpec each : spec.clusters()) {
            Sessions sessions = new Sessions(each.name(), () -> logins.apply(each), scheduler, blocking);
            KubernetesCluster cluster = new KubernetesCluster(each.name(), sessions, scheduler, patience);
            clusters.add(cluster);
            members.add(new FleetMember(each, cluster));
        }
        fleet = new Fleet(members, spec.builds());
    }

    /** The fleet, as releases take it. */
    public Fleet fleet() {
        return fleet;
    }

    /** Which clusters answer, in the fleet's order. */
    public List<ClusterState> states() {
        return clusters.stream().map(KubernetesCluster::state).toList();
    }

    /**
     * What a cluster runs; whether it can be reached at all.
     *
     * @param cluster a name of the fleet
     * @return fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException}
     */
    public CompletableFuture<ServerFacts> about(String cluster) {
        return clusters.stream()
                .filter(each -> each.name().equals(cluster))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no cluster " + cluster))
                .about();
    }

    /** Ends all connections and their threads. Calls under way fail as UNREACHABLE. */
    @Override
    public void close() {
        clusters.forEach(KubernetesCluster::close);
        blocking.shutdown();
    }
}
