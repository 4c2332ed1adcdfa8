package io.jenkins.plugins.greyrelease.rollout;

/**
 * Where one cluster stands in the release, as the course needs to know it.
 *
 * @param cluster its name
 * @param stage how far it is
 * @param desired pods the app wants there
 * @param reached the highest batch that had its size and served; 0: none
 * @param unreachable whether it does not answer
 */
record Standing(String cluster, Stage stage, int desired, int reached, boolean unreachable) {

    /** How far a cluster is. */
    enum Stage {
        /** Nothing was done here. */
        UNTOUCHED,
        /** It comes next: its lock is being taken. */
        RESERVED,
        /** Locked; the canary grows when it is its turn. */
        FORWARD,
        /** All batches passed: on its way to the new version, or in the hand-over. */
        PROMOTING,
        /** It has ended on the new version. */
        NEW,
        /** On its way back to the old version. */
        BACK,
        /** It has ended on the old version after it was touched. */
        OLD,
        /** It had ended on the new version and is locked again, to be taken back. */
        CLAIMED,
        /** It had ended on the new version and all pods of the old one serve again beside or instead of it. */
        REGROWN
    }

    /** Whether a part of its users may meet the new version while it is not settled. */
    boolean exposed() {
        return stage == Stage.RESERVED || stage == Stage.FORWARD || stage == Stage.PROMOTING || stage == Stage.BACK;
    }

    /** Whether there is nothing left to do going back. */
    boolean isBack() {
        return stage == Stage.UNTOUCHED || stage == Stage.OLD;
    }

    Standing at(Stage newStage) {
        return new Standing(cluster, newStage, desired, reached, unreachable);
    }

    Standing reached(int batch) {
        return new Standing(cluster, stage, desired, batch, unreachable);
    }

    Standing wants(int pods) {
        return new Standing(cluster, stage, pods, reached, unreachable);
    }

    Standing answering(boolean answers) {
        return new Standing(cluster, stage, desired, reached, !answers);
    }
}
