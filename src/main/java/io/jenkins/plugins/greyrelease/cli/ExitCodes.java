package io.jenkins.plugins.greyrelease.cli;

/** What the command's exit codes mean; {@code --help} and the README say the same. */
public final class ExitCodes {
    /** Done: planned, or released everywhere. */
    public static final int OK = 0;
    /** The release or the run around it failed: rolled back, or some clusters are left on the old version. */
    public static final int FAILED = 1;
    /** Bad input or a refused release: nothing was changed anywhere. */
    public static final int BAD_INPUT = 2;
    /** Not ended: under way, paused, or a cluster cannot be reached; the message says what to do. */
    public static final int OPEN = 3;
    /** A mistake in the command itself. */
    public static final int BUG = 70;
    /** Stopped by a person, an approval that was refused, or a timeout. */
    public static final int ABORTED = 130;

    private ExitCodes() {}

    /** As {@code --help} lists them: {@code code:meaning}. */
    static String[] listed() {
        return new String[] {
            "  0:done: planned, or released everywhere",
            "  1:failed: rolled back, or some clusters are left on the old version",
            "  2:bad input, or the release was refused; nothing was changed",
            "  3:open: under way, paused, or a cluster cannot be reached",
            " 70:a mistake in grey itself, a broken invariant among them",
            "130:stopped: aborted, not approved, or timed out"
        };
    }
}
