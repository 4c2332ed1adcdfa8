package io.jenkins.plugins.greyrelease.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Takes a body into memory up to a limit; what is longer is cut off, or a failure. */
final class Bounded implements BodySubscriber<byte[]> {
    private final int limit;
    private final boolean cut;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Subscription subscription;

    /**
     * @param limit bytes
     * @param cut whether the beginning of a longer body will do
     */
    Bounded(int limit, boolean cut) {
        this.limit = limit;
        this.cut = cut;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        for (ByteBuffer item : items) {
            byte[] part = new byte[Math.min(item.remaining(), limit - bytes.size())];
            boolean tooLong = part.length < item.remaining();
            item.get(part);
            bytes.writeBytes(part);
            if (tooLong) {
                subscription.cancel();
                if (cut) {
                    body.complete(bytes.toByteArray());
                } else {
                    body.completeExceptionally(new TooLongException("the answer has more than " + limit + " bytes"));
                }
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }

    /** More than anybody would want to hold in memory. */
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLongException(String message) {
            super(message);
        }
    }
}
