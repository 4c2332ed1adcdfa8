package io.jenkins.plugins.greyrelease.harbor;

/**
 * How far an execution of a replication policy says it is. None of it is proof of anything.
 *
 * @param status {@code InProgress}, {@code Succeed}, {@code Failed} or {@code Stopped}
 * @param text why, if it says so
 * @param done tasks that have ended, well or not
 * @param total tasks
 */
public record Progress(String status, String text, int done, int total) {

    /** Whether it says that it has ended, well or not. */
    boolean ended() {
        return !status.equals("InProgress") && !status.isEmpty();
    }

    @Override
    public String toString() {
        return status
                + (total == 0 ? "" : ", " + done + " of " + total + " tasks ended")
                + (text.isBlank() ? "" : " (" + text.strip() + ")");
    }
}
