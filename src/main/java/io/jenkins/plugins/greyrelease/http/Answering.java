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
import javax.net.ssl.SSLSession;

/** How clients in this process give an answer: as if it had come over HTTP/1.1. */
public final class Answering {
    private Answering() {}

    /**
     * Begins an answer.
     *
     * @param answer ends as the reader of the body does
     * @return who takes the body; has still to be subscribed
     */
    public static <T> BodySubscriber<T> begin(
            HttpRequest request,
            int status,
            HttpHeaders headers,
            BodyHandler<T> handler,
            CompletableFuture<HttpResponse<T>> answer) {
        BodySubscriber<T> reader = handler.apply(new Info(status, headers));
        reader.getBody().whenComplete((body, failure) -> {
            if (failure == null) {
                answer.complete(new Answer<>(request, status, headers, body));
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return reader;
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
