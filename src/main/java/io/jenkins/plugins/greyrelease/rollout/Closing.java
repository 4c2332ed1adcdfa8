package io.jenkins.plugins.greyrelease.rollout;

/** The end: autoscaler as it was, labels off in one write. */
final class Closing {
    private Closing() {}

    /** The next move when pods and Deployments are as they shall stay. */
    static Move next(View view) {
        return Autoscaling.thaw(view).orElseGet(() -> Edit.of(view.stable())
                .clean()
                .write("take the labels of release " + view.terms().release() + " off "
                        + view.terms().app() + ": ended on the " + (view.step() == Step.DONE ? "new" : "old")
                        + " version"));
    }
}
