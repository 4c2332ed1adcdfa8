package io.jenkins.plugins.greyrelease.image;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * The body of a request from bytes in memory, handed to the transport as they are, slice by slice. The JDK's own publisher
 * of an array copies all of it, in slices of 16 KiB.
 *
 * <p>Threads: as the transport calls it; each subscriber gets all bytes from the beginning.
 */
final class Slices implements Publisher<ByteBuffer> {
    /** Larger ones save less than what a socket does not take at once, and is copied again for, costs. */
    private static final int SIZE = 1 << 18;

    private final ByteBuffer bytes;

    /** @param bytes what remains of them, which nobody changes until the request has ended */
    Slices(ByteBuffer bytes) {
        this.bytes = bytes.asReadOnlyBuffer();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Sending(bytes.duplicate(), subscriber));
    }

    /** One subscriber's way through the bytes. */
    private static final class Sending implements Subscription {
        private final ByteBuffer left;
        private final Subscriber<? super ByteBuffer> subscriber;
        private long wanted;
        private boolean sending;
        private boolean ended;

        Sending(ByteBuffer left, Subscriber<? super ByteBuffer> subscriber) {
            this.left = left;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            synchronized (this) {
                if (more <= 0 && !ended) {
                    ended = true;
                    subscriber.onError(new IllegalArgumentException("asked for " + more + " slices"));
                    return;
                }
                wanted = Math.max(wanted, wanted + more);
                if (sending || ended) {
                    // asked for from within onNext, or meanwhile: who sends goes on
                    return;
                }
                sending = true;
            }
            send();
        }

        private void send() {
            for (ByteBuffer slice = next(); slice != null; slice = next()) {
                subscriber.onNext(slice);
            }
        }

        /** Null where there is nothing to be sent now; the end is told once. */
        private synchronized ByteBuffer next() {
            if (!ended && !left.hasRemaining()) {
                ended = true;
                subscriber.onComplete();
            }
            if (ended || wanted == 0) {
                sending = false;
                return null;
            }
            wanted--;
            int size = Math.min(SIZE, left.remaining());
            ByteBuffer slice = left.slice(left.position(), size);
            left.position(left.position() + size);
            return slice;
        }

        @Override
        public synchronized void cancel() {
            ended = true;
        }
    }
}
