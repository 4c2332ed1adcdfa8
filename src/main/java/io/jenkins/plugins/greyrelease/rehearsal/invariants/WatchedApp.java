package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import java.time.Duration;

/**
 * An app whose release is watched, and what was agreed for it.
 *
 * @param namespace where it lives
 * @param name of its Deployment
 * @param maxUnavailable pods or a percentage of the desired number, as in a Deployment
 * @param minReady how long a pod must be ready to count
 */
public record WatchedApp(String namespace, String name, String maxUnavailable, Duration minReady) {

    /** The fewest pods of {@code desired} that must be available: 25 % of 10 may be missing is 10 - 2 = 8. */
    int floor(int desired) {
        int missing = maxUnavailable.endsWith("%")
                ? Integer.parseInt(maxUnavailable.substring(0, maxUnavailable.length() - 1)) * desired / 100
                : Integer.parseInt(maxUnavailable);
        return Math.max(0, desired - missing);
    }
}
