package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiveFleetTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> opened = new ArrayList<>();
    private final LiveFleet live = new LiveFleet(this::open);

    private Cluster open(ClusterSpec spec) {
        opened.add(spec.name());
        return new SimCluster(new ApiServer(spec.name(), time, new SplittableRandom(1)), time, new SplittableRandom(2));
    }

    private static FleetSpec spec(String... clusters) {
        return FleetReader.read("fleet.yaml", "clusters: [" + String.join(", ", clusters) + "]");
    }

    private static Cluster cluster(Fleet fleet, String name) {
        return fleet.member(name).orElseThrow().cluster();
    }

    @Test
    void aClusterWhoseEntryHasNotChangedStaysTheSameOne() {
        Fleet before = live.of(spec("{name: a, context: a}", "{name: b, context: b}"));
        Fleet after = live.of(spec("{name: b, context: b}", "{name: a, context: other}", "{name: c}"));
        assertThat(after.names()).containsExactly("b", "a", "c");
        assertThat(cluster(after, "b")).isSameAs(cluster(before, "b"));
        assertThat(cluster(after, "a")).isNotSameAs(cluster(before, "a"));
        assertThat(opened).containsExactly("a", "b", "a", "c");
    }

    @Test
    void aClusterThatComesBackIsOpenedAnew() {
        Fleet before = live.of(spec("{name: a}", "{name: b}"));
        live.of(spec("{name: b}"));
        assertThat(cluster(live.of(spec("{name: a}", "{name: b}")), "a")).isNotSameAs(cluster(before, "a"));
    }
}
