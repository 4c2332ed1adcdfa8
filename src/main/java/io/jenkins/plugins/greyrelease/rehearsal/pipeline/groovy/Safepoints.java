package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;

/** Called by compiled scripts at each loop and method, so that a loop that never waits is ended with a message. */
public final class Safepoints {

    /** More passes than any sane script makes between two steps. */
    static final int MOST = 500_000;

    private static final ThreadLocal<int[]> PASSED = ThreadLocal.withInitial(() -> new int[1]);

    private Safepoints() {}

    /** Counts one pass; for compiled scripts only. */
    public static void pass() {
        int[] passed = PASSED.get();
        if (++passed[0] > MOST) {
            passed[0] = 0;
            throw new StepFailure("this loop went round " + MOST + " times without calling a step: it would never end");
        }
    }

    /** Begins anew; called whenever a script goes on. */
    public static void reset() {
        PASSED.get()[0] = 0;
    }
}
