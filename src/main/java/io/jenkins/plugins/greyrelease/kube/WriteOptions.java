package io.jenkins.plugins.greyrelease.kube;

/**
 * How a write is done.
 *
 * @param dryRun whether the server only says what would come of it (defaults and webhooks included)
 */
public record WriteOptions(boolean dryRun) {
    public static final WriteOptions FOR_REAL = new WriteOptions(false);
    public static final WriteOptions DRY_RUN = new WriteOptions(true);
}
