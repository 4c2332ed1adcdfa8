package io.jenkins.plugins.greyrelease.http;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * What the generated client sends with: logs in, waits and tries again as all our calls do, and fails with the same error.
 * Answers are whole before the client sees them, since it reads them as streams, which would hold a thread.
 */
public final class GeneratedTransport extends AsyncClient {
    private final Caller caller;
    private final Supplier<Login> login;
    private final String doing;

    /** @param doing for messages, such as {@code start replication policy 'to gd9'} */
    public GeneratedTransport(Caller caller, Supplier<Login> login, String doing) {
        this.caller = caller;
        this.login = login;
        this.doing = doing;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        HttpRequest.Builder with = HttpRequest.newBuilder(request, (name, value) -> true);
        login.get().header().ifPresent(value -> with.setHeader("Authorization", value));
        Inline<HttpResponse<T>> answer = new Inline<>();
        caller.send(doing, with.build()).whenComplete((reply, failure) -> {
            if (failure == null) {
                hand(request, reply, handler, answer);
            } else {
                boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
                answer.completeExceptionally(wrapped ? failure.getCause() : failure);
            }
        });
        return answer;
    }

    private static <T> void hand(
            HttpRequest request, Reply reply, BodyHandler<T> handler, CompletableFuture<HttpResponse<T>> answer) {
        Answering.give(
                request, reply.status(), reply.headers(), handler, reader -> new Whole(reader, reply.bytes()), answer);
    }

    /** Gives everything at the first request. */
    private static final class Whole implements Flow.Subscription {
        private final BodySubscriber<?> reader;
        private final byte[] body;
        private boolean given;

        Whole(BodySubscriber<?> reader, byte[] body) {
            this.reader = reader;
            this.body = body;
        }

        @Override
        public void request(long pieces) {
            if (!given) {
                given = true;
                reader.onNext(List.of(ByteBuffer.wrap(body)));
                reader.onComplete();
            }
        }

        @Override
        public void cancel() {
            given = true;
        }
    }
}
