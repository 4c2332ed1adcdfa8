package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/**
 * Simulated clusters in one virtual time.
 *
 * <p>Threads: that of the simulation only.
 */
public final class SimulatedFleet {
    private final List<SimulatedCluster> clusters;

    /**
     * Starts the clusters.
     *
     * @param random all their chance
     */
    public SimulatedFleet(List<ClusterSpec> specs, VirtualTime time, RandomGenerator random) {
        clusters = specs.stream()
                .map(spec -> new SimulatedCluster(spec, time, random))
                .toList();
    }

    /** All clusters, in the fleet's order. */
    public List<SimulatedCluster> clusters() {
        return clusters;
    }

    /**
     * One cluster.
     *
     * @throws NoSuchElementException if there is none of that name
     */
    public SimulatedCluster cluster(String name) {
        return clusters.stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no simulated cluster " + name + "; there are "
                        + clusters.stream().map(SimulatedCluster::name).toList()));
    }

    /** As releases see it. */
    public Fleet fleet() {
        return new Fleet(clusters.stream().map(SimulatedCluster::member).toList());
    }

    /**
     * As another user sees it, whose network is never in trouble.
     *
     * @param random all the chance of the user's network
     */
    Fleet fleetOf(String who, Scheduler time, RandomGenerator random) {
        return new Fleet(clusters.stream()
                .map(each -> new FleetMember(each.member().spec(), new SimCluster(who, each.server(), time, random)))
                .toList());
    }

    /**
     * Lets time pass until every Deployment has all its pods.
     *
     * @param longest how much virtual time it may take
     * @return whether they have
     */
    public boolean settle(VirtualTime time, Duration longest) {
        return time.runUntil(
                () -> clusters.stream().allMatch(SimulatedCluster::settled),
                time.elapsed().plus(longest));
    }
}
