package io.jenkins.plugins.greyrelease.image;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * Turns the body of an answer, which arrives in pieces of the transport's choice, into chunks of a wanted size. Asks for
 * more as long as it holds less than one chunk beyond the one that is waited for, so that the next one arrives while the
 * last one is sent on.
 *
 * <p>Threads: pieces arrive on the transport's, chunks are handed on by the executor. One {@link #next} at a time.
 */
final class ChunkSubscriber implements Subscriber<List<ByteBuffer>> {
    private final Executor executor;
    private final int ahead;
    private final ArrayDeque<ByteBuffer> held = new ArrayDeque<>();
    private Subscription subscription;
    private long skip;
    private long bytes;
    private long received;
    private boolean asked;
    private boolean ended;
    private Throwable failure;
    private int wanted;
    private CompletableFuture<ByteBuffer> waiting;

    /**
     * @param ahead bytes to hold beyond what is waited for, about
     * @param skip bytes to leave out at the beginning
     */
    ChunkSubscriber(Executor executor, int ahead, long skip) {
        this.executor = executor;
        this.ahead = ahead;
        this.skip = skip;
    }

    /**
     * The next bytes: as many as wanted, fewer at the end or where the transport failed, see {@link #failure}; fails
     * itself where it failed before that.
     */
    CompletableFuture<ByteBuffer> next(int most) {
        CompletableFuture<ByteBuffer> chunk = new CompletableFuture<>();
        synchronized (this) {
            if (waiting != null) {
                throw new IllegalStateException("one chunk is still waited for");
            }
            waiting = chunk;
            wanted = most;
        }
        settle();
        return chunk;
    }

    /** Ends the answer; what is waited for fails with this. */
    void abort(Throwable why) {
        Subscription open;
        synchronized (this) {
            open = ended ? null : subscription;
            ended = true;
            failure = failure == null ? why : failure;
            held.clear();
            bytes = 0;
        }
        if (open != null) {
            open.cancel();
        }
        settle();
    }

    /** What the transport failed with; empty as long as it has not. */
    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void onSubscribe(Subscription given) {
        boolean late;
        synchronized (this) {
            subscription = given;
            late = ended;
        }
        if (late) {
            given.cancel();
        } else {
            settle();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        synchronized (this) {
            asked = false;
            if (!ended) {
                items.forEach(this::hold);
            }
        }
        settle();
    }

    /** Bytes that have come so far, whether anybody took them or not. */
    synchronized long received() {
        return received;
    }

    private void hold(ByteBuffer item) {
        received += item.remaining();
        int left = (int) Math.min(skip, item.remaining());
        item.position(item.position() + left);
        skip -= left;
        held.add(item);
        bytes += item.remaining();
    }

    @Override
    public void onError(Throwable thrown) {
        synchronized (this) {
            ended = true;
            failure = failure == null ? thrown : failure;
        }
        settle();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            ended = true;
        }
        settle();
    }

    /** Hands on a chunk if there is one, and asks for more if there is room. */
    private void settle() {
        CompletableFuture<ByteBuffer> done = null;
        ByteBuffer chunk = null;
        Throwable failed = null;
        Subscription more = null;
        synchronized (this) {
            if (waiting != null && (bytes >= wanted || ended)) {
                done = waiting;
                waiting = null;
                // what arrived before the cut is good; the failure comes with the next call
                failed = bytes == 0 ? failure : null;
                chunk = failed == null ? take() : null;
            }
            if (!ended && !asked && subscription != null && bytes < (waiting == null ? 0 : wanted) + ahead) {
                asked = true;
                more = subscription;
            }
        }
        if (more != null) {
            more.request(1);
        }
        if (done != null) {
            finish(done, chunk, failed);
        }
    }

    private void finish(CompletableFuture<ByteBuffer> done, ByteBuffer chunk, Throwable failed) {
        executor.execute(() -> {
            if (failed == null) {
                done.complete(chunk);
            } else {
                done.completeExceptionally(failed);
            }
        });
    }

    private ByteBuffer take() {
        byte[] chunk = new byte[(int) Math.min(wanted, bytes)];
        int filled = 0;
        while (filled < chunk.length) {
            ByteBuffer first = held.element();
            int part = Math.min(first.remaining(), chunk.length - filled);
            first.get(chunk, filled, part);
            filled += part;
            if (!first.hasRemaining()) {
                held.remove();
            }
        }
        bytes -= chunk.length;
        return ByteBuffer.wrap(chunk);
    }
}
