package io.jenkins.plugins.greyrelease.picture;

import java.time.Duration;

/**
 * How many pods of an app a cluster has, from this moment until the next sample.
 *
 * @param at since the drawing's zero
 * @param oldPods pods of the version before the release, ready or not
 * @param newPods pods of the version that is being released, ready or not
 * @param oldReady those of the old ones that serve
 * @param newReady those of the new ones that serve
 * @param desired how many the app's owner or autoscaler wants
 */
public record PodSample(
        Duration at, String cluster, String app, int oldPods, int newPods, int oldReady, int newReady, int desired) {

    /** Pods that serve, of either version. */
    public int ready() {
        return oldReady + newReady;
    }

    /** All pods. */
    public int pods() {
        return oldPods + newPods;
    }

    /** Whether the numbers are those of {@code other}, whenever that was. */
    public boolean sameNumbersAs(PodSample other) {
        return other != null && equals(other.at(at));
    }

    private PodSample at(Duration time) {
        return new PodSample(time, cluster, app, oldPods, newPods, oldReady, newReady, desired);
    }

    /** The share of requests, 0 to 1, that the new version serves when every serving pod gets the same. */
    public double newShare() {
        return ready() == 0 ? 0 : (double) newReady / ready();
    }
}
