package io.jenkins.plugins.greyrelease.disruption;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What a maintenance was asked to do.
 *
 * @param cluster name of the cluster
 * @param nodes names, or labels such as {@code pool=blue} (several with commas: all of them), 1 or more
 * @param maxParallel nodes in one round at most, from 1
 * @param drainTimeout how long the drain of one round may take
 * @param dropData whether data in emptyDir volumes may be lost
 */
public record MaintenanceSpec(
        String cluster, List<String> nodes, int maxParallel, Duration drainTimeout, boolean dropData) {
    public MaintenanceSpec {
        nodes = List.copyOf(nodes);
    }

    /** What its marks carry: the same for whoever asks for the same nodes of the same cluster, so that it goes on. */
    public String id() {
        CRC32 sum = new CRC32();
        sum.update((cluster + " " + String.join(" ", nodes)).getBytes(StandardCharsets.UTF_8));
        return String.format("m%08x", sum.getValue());
    }
}
