package io.jenkins.plugins.greyrelease.image;

import java.util.concurrent.CompletableFuture;

/** Opens a blob for reading, as often as it takes. */
@FunctionalInterface
public interface BlobSource {

    /**
     * Opens it.
     *
     * @param from how many bytes to leave out at the beginning, 0 or more
     */
    CompletableFuture<BlobReader> open(long from);
}
