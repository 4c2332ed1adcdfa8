package io.jenkins.plugins.greyrelease.rollout;

/** What the course of the whole release wants of one cluster now. */
public sealed interface Goal {

    /** Stand still: not this cluster's turn, or paused. Capacity is still restored. */
    record Hold() implements Goal {}

    /**
     * Bring the canary to a batch's size and stable down by as many.
     *
     * @param batch counted from 1 in this cluster
     * @param canary canary pods at its end, cumulative
     */
    record Grow(int batch, int canary) implements Goal {}

    /** All batches passed: finish this cluster on the new template. */
    record Promote() implements Goal {}

    /** Lock this cluster for the release and stand still: it will be its turn later. */
    record Claim() implements Goal {}

    /**
     * Return this cluster to the old template.
     *
     * @param all whether the whole release goes back
     */
    record Back(boolean all) implements Goal {}
}
