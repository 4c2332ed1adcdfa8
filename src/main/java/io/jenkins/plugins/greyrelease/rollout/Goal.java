package io.jenkins.plugins.greyrelease.rollout;

/** What the course of the whole release wants of one cluster now. */
public sealed interface Goal {

    /** A goal under which nothing grows; capacity is still restored. */
    sealed interface Still extends Goal {}

    /** Stand still: not this cluster's turn. */
    record Hold() implements Still {}

    /**
     * Stand still until a person says how to go on, and let the cluster say so.
     *
     * @param label value of {@link Labels#PAUSED}
     */
    record Pause(String label) implements Still {}

    /** Lock this cluster, which comes next, and stand still. */
    record Reserve() implements Still {}

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
