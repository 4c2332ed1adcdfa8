package io.jenkins.plugins.greyrelease.image;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The port to one registry: what is done with it, however it is reached.
 *
 * <p>A {@code repository} is a path without the registry's host, such as {@code shop/cart}; a {@code reference} is a tag
 * or a digest. All futures fail with {@link io.jenkins.plugins.greyrelease.http.HttpFailure}, which names the registry
 * and what was being done. Thread-safe; nothing blocks.
 */
public interface Registry {

    /** The name it is configured by. */
    String name();

    /** Whether it answers, speaks the protocol, and believes who we are. */
    CompletableFuture<Void> ping();

    /**
     * What a tag or digest stands for now, without reading it.
     *
     * @return empty if there is no such manifest, or no such repository
     */
    CompletableFuture<Optional<Descriptor>> resolve(String repository, String reference);

    /** Reads a manifest; where the reference is a digest, its bytes have been checked against it. */
    CompletableFuture<Manifest> manifest(String repository, String reference);

    /**
     * Writes a manifest, byte for byte; what it refers to has to be there.
     *
     * @param reference its digest, or a tag that is to stand for it from now on
     */
    CompletableFuture<Void> put(String repository, String reference, Manifest manifest);

    /** Whether a blob is there. */
    CompletableFuture<Boolean> has(String repository, Digest blob);

    /** A blob to be read. It is not checked against its digest: who reads it to the end can. */
    BlobSource blob(String repository, Digest blob);

    /** Makes a blob of another repository one of this; false: refused, so it has to be uploaded. */
    CompletableFuture<Boolean> mount(String repository, Digest blob, String from);

    /**
     * Repositories of it that hold a blob as far as {@link #held} has told, the latest first: where it can be mounted from.
     * Not all that do, and perhaps some that do not any more.
     */
    default List<String> holders(Digest blob) {
        return List.of();
    }

    /** Notes whether a repository of it holds a blob that others may want to mount. */
    default void held(String repository, Digest blob, boolean holds) {
        // who remembers nothing answers with no holders
    }

    /**
     * Uploads a blob that is not there yet, in chunks; goes on where it was cut. What was read is checked against the
     * digest before the upload is ended, and by the registry again.
     *
     * @param blob its digest and size
     * @param source opened once, and again after each cut
     * @param listener told on any thread
     */
    CompletableFuture<Void> upload(String repository, Descriptor blob, BlobSource source, UploadListener listener);

    /** The tags of a repository, in the registry's order; empty if there is no such repository. */
    CompletableFuture<List<String>> tags(String repository);

    /**
     * What refers to a manifest: signatures, attestations, bills of materials. Asks the referrers API and, where there
     * is none, the tags that stand in for it.
     */
    CompletableFuture<List<Referrer>> referrers(String repository, Digest subject);
}
