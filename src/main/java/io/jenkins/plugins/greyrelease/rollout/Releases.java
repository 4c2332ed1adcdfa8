package io.jenkins.plugins.greyrelease.rollout;

/** Where releases are begun. Thread-safe. */
public interface Releases {

    /** What to do about another release of the app that is under way. */
    enum IfBusy {
        /** Change nothing and say what the choices are. */
        REFUSE,
        /** Take the other one back first, then begin. */
        SUPERSEDE
    }

    /**
     * Begins a release, or goes on with it if it is under way already: same app, same target, same plan.
     *
     * @return at once; preflight and everything after it happens later
     */
    Release start(ReleaseSpec spec, ReleaseHooks hooks, IfBusy ifBusy);
}
