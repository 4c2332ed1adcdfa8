package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.image.CopyPlan.Link;

/**
 * What came of one destination.
 *
 * @param <R> what doing a link results in
 */
public sealed interface Outcome<R> {

    /** The link it was to get the image over. */
    Link link();

    /** It has the image. */
    record Done<R>(Link link, R result) implements Outcome<R> {}

    /**
     * It failed.
     *
     * @param failure says why in its message
     */
    record Failed<R>(Link link, Throwable failure) implements Outcome<R> {
        /** Why, in one sentence. */
        public String why() {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
    }

    /**
     * It was not begun.
     *
     * @param because name of the registry that failed, so that this one could not get the image from it
     */
    record NotTried<R>(Link link, String because) implements Outcome<R> {}
}
