package io.jenkins.plugins.greyrelease.image;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** The bytes of a blob, piece by piece: no more of it is in memory than is asked for. One call at a time. */
public interface BlobReader extends AutoCloseable {

    /**
     * The next bytes.
     *
     * @param most 1 or more
     * @return {@code most} bytes, fewer only at the end of the blob, none after it; fails with
     *     {@link io.jenkins.plugins.greyrelease.http.HttpFailure}
     */
    CompletableFuture<ByteBuffer> next(int most);

    /** Ends a reading that is not wanted any more; harmless at its end. */
    @Override
    void close();
}
