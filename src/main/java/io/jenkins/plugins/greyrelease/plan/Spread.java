package io.jenkins.plugins.greyrelease.plan;

/** How batches are counted over clusters. */
public enum Spread {
    /** Cluster after cluster, each with all batches. */
    SEQUENCE,
    /** Each batch over all clusters in proportion to their size. */
    EVEN,
    /** Counted over the fleet, first cluster first. */
    FILL
}
