package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.BlobReader;
import io.jenkins.plugins.greyrelease.image.BlobSource;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Blobs that are small enough for memory: configurations of images, contexts of builds. */
public final class Bytes {
    /** No configuration is as big as that; who says so means something else. */
    public static final int MOST = 8 * 1024 * 1024;

    private Bytes() {}

    /** A source over bytes in memory. */
    static BlobSource source(byte[] bytes) {
        return from -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes, Math.toIntExact(from), bytes.length - Math.toIntExact(from));
            return CompletableFuture.completedFuture(new Reader(rest.slice()));
        };
    }

    /**
     * Reads a blob whole.
     *
     * @return fails with a {@link BuildFailure} if it is too big, or not what its digest says
     */
    public static CompletableFuture<byte[]> read(Registry registry, String repository, Descriptor blob) {
        if (blob.size() > MOST) {
            return CompletableFuture.failedFuture(
                    new BuildFailure(registry.name() + ": " + repository + ": the configuration " + blob.digest()
                            + " has " + blob.size() + " bytes, at most " + MOST + " are read"));
        }
        return read(registry.blob(repository, blob.digest())).thenApply(bytes -> {
            if (!Digest.sha256(bytes).equals(blob.digest())) {
                throw new BuildFailure("registry " + registry.name() + ": " + repository + ": what it has as "
                        + blob.digest() + " is something else; delete it there and push the image again");
            }
            return bytes;
        });
    }

    /** Reads something whole that is known to have at most {@link #MOST} bytes. */
    public static CompletableFuture<byte[]> read(BlobSource source) {
        return source.open(0).thenCompose(reader -> all(reader).whenComplete((bytes, failure) -> reader.close()));
    }

    private static CompletableFuture<byte[]> all(BlobReader reader) {
        return reader.next(MOST + 1).thenApply(buffer -> {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        });
    }

    private record Reader(ByteBuffer rest) implements BlobReader {
        @Override
        public CompletableFuture<ByteBuffer> next(int most) {
            byte[] piece = new byte[Math.min(most, rest.remaining())];
            rest.get(piece);
            return CompletableFuture.completedFuture(ByteBuffer.wrap(piece));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
