package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Takes in the body of a request, as the network would. */
public final class SentBody implements Flow.Subscriber<ByteBuffer> {
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    private SentBody() {}

    /** The whole body; fails as its publisher does. */
    public static CompletableFuture<byte[]> collect(Optional<BodyPublisher> body) {
        SentBody sent = new SentBody();
        if (body.isEmpty()) {
            return CompletableFuture.completedFuture(new byte[0]);
        }
        body.get().subscribe(sent);
        return sent.whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        arrived.writeBytes(bytes);
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(arrived.toByteArray());
    }
}
