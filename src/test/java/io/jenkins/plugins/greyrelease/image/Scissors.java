package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.AsyncClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that breaks its connection in the middle of the body of one PATCH, and counts them. */
final class Scissors extends AsyncClient {
    private final HttpClient client;
    private final int cut;
    private final AtomicInteger patches = new AtomicInteger();

    /** @param cut which PATCH, from 0 */
    Scissors(HttpClient client, int cut) {
        this.client = client;
        this.cut = cut;
    }

    /** How many were sent so far. */
    int patches() {
        return patches.get();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        if (!request.method().equals("PATCH") || patches.getAndIncrement() != cut) {
            return client.sendAsync(request, handler);
        }
        BodyPublisher half = new Half(request.bodyPublisher().orElseThrow());
        HttpRequest broken = HttpRequest.newBuilder(request, (name, value) -> true)
                .method("PATCH", half)
                .build();
        return client.sendAsync(broken, handler);
    }

    /** Promises a whole body and gives the first half of it. */
    private record Half(BodyPublisher whole) implements BodyPublisher {
        @Override
        public long contentLength() {
            return whole.contentLength();
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> receiver) {
            long half = whole.contentLength() / 2;
            BodyPublishers.fromPublisher(whole).subscribe(new Subscriber<>() {
                private long sent;
                private Subscription subscription;

                @Override
                public void onSubscribe(Subscription given) {
                    subscription = given;
                    receiver.onSubscribe(given);
                }

                @Override
                public void onNext(ByteBuffer part) {
                    sent += part.remaining();
                    if (sent > half) {
                        subscription.cancel();
                        receiver.onError(new IOException("cut"));
                    } else {
                        receiver.onNext(part);
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    receiver.onError(failure);
                }

                @Override
                public void onComplete() {
                    receiver.onComplete();
                }
            });
        }
    }
}
