package io.jenkins.plugins.greyrelease.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a blob and checks it against its digest and size. Parts may be read again from any place that was reached; each
 * byte is hashed once. One call at a time.
 */
final class CheckedReading {
    private final Descriptor blob;
    private final BlobSource source;
    private final MessageDigest computed;
    private BlobReader reader;
    private long position;
    private long hashed;
    private boolean proven;

    CheckedReading(Descriptor blob, BlobSource source) {
        this.blob = blob;
        this.source = source;
        this.computed = blob.digest().computation();
    }

    /** The bytes are not those of the digest. */
    static final class WrongBytesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongBytesException(Descriptor blob) {
            super("what was read for " + blob.digest() + " are other bytes than its digest says");
        }
    }

    /** How far it has been read at most. */
    long reached() {
        return hashed;
    }

    /** @param from at most {@link #reached} */
    CompletableFuture<Void> openAt(long from) {
        close();
        return source.open(from).thenAccept(opened -> {
            reader = opened;
            position = from;
        });
    }

    /** The next bytes, as {@link BlobReader#next}; fails with {@link WrongBytesException}. */
    CompletableFuture<ByteBuffer> next(int most) {
        return reader.next(most).thenApply(bytes -> {
            int known = (int) Math.min(bytes.remaining(), hashed - position);
            computed.update(bytes.slice(known, bytes.remaining() - known));
            hashed += bytes.remaining() - known;
            position += bytes.remaining();
            boolean atEnd = hashed == blob.size();
            boolean tooShort = bytes.remaining() < most && position < blob.size();
            if (hashed > blob.size() || tooShort || atEnd && !right()) {
                throw new WrongBytesException(blob);
            }
            return bytes;
        });
    }

    private boolean right() {
        proven = proven || blob.digest().equalTo(computed);
        return proven;
    }

    void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
