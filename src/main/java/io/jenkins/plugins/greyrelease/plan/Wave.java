package io.jenkins.plugins.greyrelease.plan;

import java.util.List;
import java.util.Optional;

/**
 * A batch as one step of the whole release: one cluster in {@code sequence}, several in {@code even} and {@code fill}.
 *
 * @param batch counted from 1; in {@code sequence} within its cluster
 * @param batches how many there are
 * @param targets the clusters it changes, in the plan's order
 */
public record Wave(int batch, int batches, List<Target> targets) {
    public Wave {
        targets = List.copyOf(targets);
    }

    /**
     * What a wave does in one cluster.
     *
     * @param cluster name
     * @param from canary pods before it
     * @param to canary pods after it, at least {@code from}
     */
    public record Target(String cluster, int from, int to) {}

    /** What it does in this cluster, if anything. */
    public Optional<Target> in(String cluster) {
        return targets.stream().filter(t -> t.cluster().equals(cluster)).findFirst();
    }

    /** Pods it adds, over all clusters. */
    public int size() {
        return targets.stream().mapToInt(t -> t.to() - t.from()).sum();
    }
}
