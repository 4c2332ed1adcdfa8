package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Reads a blob of a registry; where the answer breaks off or stalls, it asks for the rest. */
final class RemoteReader implements BlobReader {
    private static final Duration STALLED = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    private final RemoteBlob blob;
    private final Scheduler scheduler;
    private long position;
    private ChunkSubscriber body;
    private int failures;
    private boolean closed;

    RemoteReader(RemoteBlob blob, long position, ChunkSubscriber body) {
        this.blob = blob;
        this.scheduler = blob.endpoint().scheduler();
        this.position = position;
        this.body = body;
    }

    @Override
    public CompletableFuture<ByteBuffer> next(int most) {
        CompletableFuture<ByteBuffer> chunk = new CompletableFuture<>();
        read(ByteBuffer.allocate(0), most, chunk);
        return chunk;
    }

    @Override
    public void close() {
        closed = true;
        body.abort(new IOException("nobody reads on"));
    }

    /** Reads until there are as many bytes as wanted, or the blob is at its end. */
    private void read(ByteBuffer before, int most, CompletableFuture<ByteBuffer> chunk) {
        ChunkSubscriber current = body;
        CompletableFuture<ByteBuffer> next = current.next(most - before.remaining());
        watch(current, next, current.received());
        next.whenComplete((part, failure) -> {
            ByteBuffer all = failure != null ? before : join(before, part);
            if (failure == null && part.hasRemaining()) {
                position += part.remaining();
                failures = 0;
            }
            Throwable broken = failure != null ? failure : current.failure().orElse(null);
            if (broken == null || all.remaining() == most) {
                chunk.complete(all);
            } else {
                reopen(all, most, chunk, blob.broken(broken));
            }
        });
    }

    /** Gives an answer up of which nothing has come for a while; one that is slow is waited for. */
    private void watch(ChunkSubscriber current, CompletableFuture<ByteBuffer> next, long before) {
        Scheduler.Timer timer = scheduler.after(STALLED, () -> {
            long now = current.received();
            if (now > before) {
                watch(current, next, now);
            } else {
                current.abort(new HttpTimeoutException("no bytes within " + STALLED.toSeconds() + " s"));
            }
        });
        next.whenComplete((part, failure) -> timer.cancel());
    }

    private void reopen(ByteBuffer before, int most, CompletableFuture<ByteBuffer> chunk, HttpFailure why) {
        failures++;
        if (closed || !why.passing() || failures >= TRIES) {
            chunk.completeExceptionally(why);
            return;
        }
        scheduler.after(PAUSE, () -> blob.connect(position).whenComplete((fresh, failure) -> {
            if (failure != null) {
                chunk.completeExceptionally(failure);
                return;
            }
            body = fresh;
            if (closed) {
                close();
            }
            read(before, most, chunk);
        }));
    }

    private static ByteBuffer join(ByteBuffer before, ByteBuffer part) {
        if (!before.hasRemaining()) {
            return part;
        }
        return ByteBuffer.allocate(before.remaining() + part.remaining())
                .put(before.duplicate())
                .put(part.duplicate())
                .flip();
    }
}
