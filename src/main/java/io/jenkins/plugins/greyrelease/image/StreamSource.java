package io.jenkins.plugins.greyrelease.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A blob that is read from streams, such as a file's, on threads that may block. */
public final class StreamSource implements BlobSource {
    private final Opener opener;
    private final Executor executor;

    /** Opens the stream anew, each time from its beginning. */
    @FunctionalInterface
    public interface Opener {
        /** Opens it. */
        InputStream open() throws IOException;
    }

    /**
     * @param opener called for each opening
     * @param executor where streams are read; its threads may block
     */
    public StreamSource(Opener opener, Executor executor) {
        this.opener = opener;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<BlobReader> open(long from) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        InputStream stream = opener.open();
                        stream.skipNBytes(from);
                        return new Reader(stream, executor);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                executor);
    }

    private record Reader(InputStream stream, Executor executor) implements BlobReader {
        @Override
        public CompletableFuture<ByteBuffer> next(int most) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return ByteBuffer.wrap(stream.readNBytes(most));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    executor);
        }

        @Override
        public void close() {
            executor.execute(() -> {
                try {
                    stream.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
