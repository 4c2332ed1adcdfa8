package io.jenkins.plugins.greyrelease.rollout;

/** What the course of the whole release wants of one cluster now. */
public sealed interface Goal {

    /**
     * Whether the labels stay when all else is done: as long as another cluster of the release does not say in its own
     * labels that the release goes back, this one has to. A process that dies now would go forward again.
     */
    default boolean keepsLock() {
        return false;
    }

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
     * @param batch number of the wave, which stays the same when the plan is counted anew
     * @param canary canary pods at its end, cumulative
     * @param first whether no earlier wave has changed this cluster
     */
    record Grow(int batch, int canary, boolean first) implements Goal {
        public Grow(int batch, int canary) {
            this(batch, canary, batch == 1);
        }
    }

    /**
     * All batches passed: finish this cluster on the template it is on its way to.
     *
     * @param keepsLock see {@link Goal#keepsLock}
     */
    record Promote(boolean keepsLock) implements Goal {
        public Promote() {
            this(false);
        }
    }

    /** Lock this cluster for the release and stand still: it will be its turn later. */
    record Claim() implements Goal {}

    /**
     * Return this cluster to the old template.
     *
     * @param all whether the whole release goes back
     * @param keepsLock see {@link Goal#keepsLock}
     */
    record Back(boolean all, boolean keepsLock) implements Goal {
        public Back(boolean all) {
            this(all, false);
        }
    }
}
