package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/**
 * A Jenkinsfile that is wrong in itself: an unknown step or parameter, a value of the wrong type, a syntax error. An
 * error, so that {@code catch (Exception e)} and {@code catchError} do not hide it, as in Jenkins. The message holds
 * the position.
 */
public final class UsageError extends Error {

    private final transient Position position;

    /**
     * A mistake at a place.
     *
     * @param problem one sentence: what is wrong and what is allowed
     */
    public UsageError(Position position, String problem) {
        super(position + ": " + problem);
        this.position = position;
    }

    /** The place of the (first) mistake. */
    public Position position() {
        return position;
    }
}
