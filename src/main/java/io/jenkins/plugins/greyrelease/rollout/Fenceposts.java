package io.jenkins.plugins.greyrelease.rollout;

/**
 * How far above and below the desired number of pods a release may go, as a rolling update has it: counts, or
 * percentages, which follow the desired number when that changes on the way.
 *
 * <p>A percentage of maxSurge rounds up, of maxUnavailable down (ResolveFenceposts in Kubernetes'
 * deployment_util.go). Example: 25 % and 25 % of 10 pods are 3 above and 2 below. Where both come to 0, no pod could ever
 * be replaced: Kubernetes then lets one pod be unavailable; here one is extra, since capacity comes first.
 *
 * @param maxSurge such as {@code 2} or {@code 25%}
 * @param maxUnavailable likewise
 */
public record Fenceposts(String maxSurge, String maxUnavailable) {

    /** Pods above {@code desired} at most, 0 or more. */
    public int surge(int desired) {
        int surge = resolve(maxSurge, desired, true);
        return surge == 0 && unavailable(desired) == 0 ? 1 : surge;
    }

    /** Pods below {@code desired} at most, 0 or more. */
    public int unavailable(int desired) {
        return resolve(maxUnavailable, desired, false);
    }

    /** Whether no pod of so many could be replaced, if both were taken literally. */
    boolean standStill(int desired) {
        return desired > 0 && resolve(maxSurge, desired, true) == 0 && unavailable(desired) == 0;
    }

    private static int resolve(String amount, int total, boolean up) {
        if (!amount.endsWith("%")) {
            return Integer.parseInt(amount);
        }
        long hundredths = (long) total * Integer.parseInt(amount.substring(0, amount.length() - 1));
        return (int) (up ? (hundredths + 99) / 100 : hundredths / 100);
    }
}
