package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The clusters of a fleet that may be configured anew at any time. A cluster whose entry has not changed stays the same
 * one, so that releases share its watches and its rate limit. One that was changed or taken away is forgotten but not
 * closed: a release that is under way ends on the cluster on which it began.
 *
 * <p>Thread-safe.
 */
final class LiveFleet {
    private final Function<ClusterSpec, Cluster> open;
    private Map<ClusterSpec, Cluster> opened = Map.of();

    /** @param open makes the way to a cluster; does not block, and opens nothing before the first call */
    LiveFleet(Function<ClusterSpec, Cluster> open) {
        this.open = open;
    }

    /** The fleet as it is configured now. */
    synchronized Fleet of(FleetSpec spec) {
        Map<ClusterSpec, Cluster> current = new LinkedHashMap<>();
        List<FleetMember> members = new ArrayList<>();
        for (ClusterSpec each : spec.clusters()) {
            Cluster before = opened.get(each);
            Cluster cluster = before == null ? open.apply(each) : before;
            current.put(each, cluster);
            members.add(new FleetMember(each, cluster));
        }
        opened = current;
        return new Fleet(members, spec.builds());
    }
}
