package io.jenkins.plugins.greyrelease.rollout;

/**
 * How many pods a single write may add or take. Pure arithmetic in the manner of Kubernetes' rolling update
 * (pkg/controller/deployment/rolling.go), over two Deployments instead of two ReplicaSets.
 */
final class Slices {
    private Slices() {}

    /**
     * Pods to add to a side that grows.
     *
     * <p>10 wanted, maxSurge 2, so at most 12 together; stable 9 and canary 1, which shall be 5: 12 − (9 + 1) = 2 are
     * added.
     *
     * @param current pods of the side that grows
     * @param target pods it shall have
     * @param other pods of the other side
     * @param ceiling pods both may have together
     * @return 0 or more
     */
    static int up(int current, int target, int other, int ceiling) {
        return Math.max(0, Math.min(target - current, ceiling - (current + other)));
    }

    /**
     * Pods to take from a side that shrinks. What it is left with and what is certain to serve on the other side are
     * together never less than the floor: pods of it that do not serve now may do so by the time the write lands, and
     * then go in place of nobody.
     *
     * <p>10 wanted, maxUnavailable 1, so at least 9 available; stable 8 and shall be 5, canary 3 of which 2 serve: stable
     * keeps 9 − 2 = 7, 1 is taken. Where all 9 serve on the other side, all 8 may go.
     *
     * @param current pods asked for on the side that shrinks
     * @param target pods it shall have
     * @param other pods of the other side that are certain to serve
     * @param floor available pods that must remain
     * @return 0 or more
     */
    static int down(int current, int target, int other, int floor) {
        return Math.max(0, current - Math.max(target, floor - other));
    }

    /**
     * Available pods that are certain to remain when a change that was asked for already has been carried out: pods
     * beyond {@code spec} are about to be deleted, and may all be available ones.
     *
     * <p>Stable was scaled from 10 to 9, but its ten pods are all still there and available: 9 count.
     *
     * @param available pods that count now
     * @param active pods that are there
     * @param spec pods asked for
     */
    static int certain(int available, int active, int spec) {
        return Math.max(0, available - Math.max(0, active - spec));
    }

    /**
     * Pods to add to a canary that is extra: never more than {@code maxSurge} that do not serve yet.
     *
     * <p>Canary 4 of which 3 serve, to become 10, maxSurge 3: 3 − (4 − 3) = 2 are added. maxSurge 0 counts as 1: extra
     * pods are what surge is about.
     */
    static int extra(int current, int target, int serving, int maxSurge) {
        int starting = Math.max(0, current - serving);
        return Math.max(0, Math.min(target - current, Math.max(1, maxSurge) - starting));
    }

    /**
     * Pods the stable side loses at a time at the end, when the canary alone carries the load: enough to be quick, few
     * enough that connections move over gently.
     *
     * <p>20 pods, maxSurge 5, maxUnavailable 0: 5 at a time.
     */
    static int drain(int current, int maxSurge, int maxUnavailable) {
        return Math.min(current, Math.max(1, Math.max(maxSurge, maxUnavailable)));
    }
}
