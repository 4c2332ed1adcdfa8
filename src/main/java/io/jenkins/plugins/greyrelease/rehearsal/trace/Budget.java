package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A disruption budget over an app's pods, and when it would have refused every eviction.
 *
 * @param name of the PodDisruptionBudget; of several over the same pods all names
 * @param terms its own words, such as {@code maxUnavailable: 0}
 * @param blocks in order; empty: it would always have let a pod go
 */
public record Budget(String cluster, String app, String name, String terms, List<Block> blocks) {
    public Budget {
        blocks = List.copyOf(blocks);
    }

    /**
     * A time in which a node drain would have waited.
     *
     * @param from first moment, virtual time since the start
     * @param lasted how long
     */
    public record Block(Duration from, Duration lasted) {
        Duration until() {
            return from.plus(lasted);
        }
    }

    /** All blocks together. */
    Duration blocked() {
        return blocks.stream().map(Block::lasted).reduce(Duration.ZERO, Duration::plus);
    }

    /** The longest block, of equals the first; there must be one. */
    Block longest() {
        return blocks.stream()
                .max(Comparator.comparing(Block::lasted).thenComparing(Block::from, Comparator.reverseOrder()))
                .orElseThrow();
    }
}
