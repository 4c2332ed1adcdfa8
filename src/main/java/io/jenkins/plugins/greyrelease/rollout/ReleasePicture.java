package io.jenkins.plugins.greyrelease.rollout;

import java.util.List;

/**
 * How a release stands at one moment, in numbers and words: what pages and commands show of it.
 *
 * @param release its id; empty until preflight has passed
 * @param app the Deployment's name
 * @param namespace in every cluster
 * @param image what is released, as resolved; until preflight has passed as it was asked for
 * @param course where it goes
 * @param state the same in words, whole: why it stands still and what the choices are, why it goes back, how it ended
 * @param clusters in the release's order
 */
public record ReleasePicture(
        String release,
        String app,
        String namespace,
        String image,
        Course course,
        String state,
        List<ClusterPicture> clusters) {
    public ReleasePicture {
        clusters = List.copyOf(clusters);
    }

    /** Where a release goes. */
    public enum Course {
        /** Nothing was changed yet. */
        PREFLIGHT,
        /** Batch by batch to the new version. */
        FORWARD,
        /** A person has to say how to go on. */
        PAUSED,
        /** Straight to the new version, without further checks. */
        PROMOTING,
        /** Back to the old version. */
        BACK,
        /** Ended, or left by this process. */
        ENDED
    }

    /** How far a cluster is. */
    public enum Part {
        /** Not its turn yet. */
        NOT_BEGUN,
        /** Part of its pods are new. */
        UNDER_WAY,
        /** It runs the new version; nothing is left to do. */
        NEW,
        /** On its way to the old version. */
        GOING_BACK,
        /** It runs the old version again. */
        OLD
    }

    /**
     * One cluster. Pods are counted as they were last seen; where nobody has looked since the release began or since it
     * ended there, there are as many as are wanted, all ready.
     *
     * @param cluster its name
     * @param batch the batch that is under way or was done last, counted from 1; 0: none yet
     * @param batches how many batches concern the cluster
     * @param desired pods that the app wants
     * @param oldPods pods of the version before, also those that start or end
     * @param oldReady those of them that are ready
     * @param newPods pods of the version that is released, also those that start or end
     * @param newReady those of them that are ready
     * @param part how far it is
     * @param standing the same in words, with what it does or waits for now
     * @param paused whether it stands still: the release is paused, it does not answer, or it needs a person
     */
    public record ClusterPicture(
            String cluster,
            int batch,
            int batches,
            int desired,
            int oldPods,
            int oldReady,
            int newPods,
            int newReady,
            Part part,
            String standing,
            boolean paused) {}
}
