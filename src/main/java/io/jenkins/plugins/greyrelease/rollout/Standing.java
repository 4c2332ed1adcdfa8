package io.jenkins.plugins.greyrelease.rollout;

/**
 * Where one cluster stands in the release, as the course needs to know it.
 *
 * @param cluster its name
 * @param stage how far it is
 * @param desired pods the app wants there
 * @param reached the highest batch that had its size and served; 0: none
 * @param unreachable whether it does not answer
 * @param told whether its own labels say that the whole release goes back
 * @param entered the wave in which it was first told to grow; 0: none yet; -1: before this process
 */
record Standing(String cluster, Stage stage, int desired, int reached, boolean unreachable, boolean told, int entered) {

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

    /** Whether a process that finds only this cluster knows that the whole release goes back, or has nothing to do. */
    boolean knowsOfReturn() {
        return isBack() || stage == Stage.CLAIMED || stage == Stage.REGROWN || stage == Stage.BACK && told;
    }

    Standing toldToReturn() {
        return new Standing(cluster, stage, desired, reached, unreachable, true, entered);
    }

    /** Told to grow in this wave; the first one counts. */
    Standing entered(int wave) {
        return entered != 0 ? this : new Standing(cluster, stage, desired, reached, unreachable, told, wave);
    }

    Standing at(Stage newStage) {
        return new Standing(cluster, newStage, desired, reached, unreachable, told, entered);
    }

    Standing reached(int batch) {
        return new Standing(cluster, stage, desired, batch, unreachable, told, entered);
    }

    Standing wants(int pods) {
        return new Standing(cluster, stage, pods, reached, unreachable, told, entered);
    }

    Standing answering(boolean answers) {
        return new Standing(cluster, stage, desired, reached, !answers, told, entered);
    }
}
