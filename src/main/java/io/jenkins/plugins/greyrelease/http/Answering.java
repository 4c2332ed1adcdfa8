package io.jenkins.plugins.greyrelease.http;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;
import javax.net.ssl.SSLSession;

/** How clients in this process give an answer: as if it had come over HTTP/1.1. */
public final class Answering {
    private Answering() {}

    /**
     * Gives an answer.
     *
     * @param body what hands the body to its reader
     * @param answer ends as the reader of the body does; not before the body was begun, since a reader of streams blocks
     *     whoever comes first
     */
    public static <T> void give(
            HttpRequest request,
            int status,
            HttpHeaders headers,
            BodyHandler<T> handler,
            Function<BodySubscriber<T>, Subscription> body,
            CompletableFuture<HttpResponse<T>> answer) {
        BodySubscriber<T> reader = handler.apply(new Info(status, headers));
        reader.onSubscribe(body.apply(reader));
        reader.getBody().whenComplete((read, failure) -> {
            if (failure == null) {
                answer.complete(new Answer<>(request, status, headers, read));
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private record Info(int statusCode, HttpHeaders headers) implements ResponseInfo {
        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }
    }

    private record Answer<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
            implements HttpResponse<T> {
        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }
    }
}
