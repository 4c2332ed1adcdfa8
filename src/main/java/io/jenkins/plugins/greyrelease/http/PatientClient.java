package io.jenkins.plugins.greyrelease.http;

import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;

/**
 * A client around another one that ends calls that take too long, and tries again what may pass: answers 429, 500, 502,
 * 503, 504 and broken connections, after a wait that doubles, or the one that the server asks for.
 *
 * <p>Calls that may be made twice are repeated: GET, HEAD, PUT, DELETE, OPTIONS. POST and PATCH are repeated only where
 * the server cannot have begun: no connection, or 429. The body of a request is sent anew from its publisher.
 *
 * <p>Time is the scheduler's, and so are the threads on which answers arrive. No thread is held by a call that waits.
 * Thread-safe.
 */
public final class PatientClient extends AsyncClient {
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient client;
    private final Scheduler scheduler;
    private final Ids ids;
    private final Patience patience;
    private final boolean anyMethod;

    /**
     * @param client sends; must not follow redirects itself, which would carry secrets to other hosts
     * @param ids the source of randomness for waits
     */
    public PatientClient(HttpClient client, Scheduler scheduler, Ids ids, Patience patience) {
        this(client, scheduler, ids, patience, false);
    }

    private PatientClient(HttpClient client, Scheduler scheduler, Ids ids, Patience patience, boolean anyMethod) {
        if (client.followRedirects() != Redirect.NEVER) {
            throw new IllegalArgumentException("the client follows redirects; those are for the caller to follow");
        }
        this.client = client;
        this.scheduler = scheduler;
        this.ids = ids;
        this.patience = patience;
        this.anyMethod = anyMethod;
    }

    /** Where time comes from. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** The same client for calls that must not be made twice, whatever their method is. */
    public PatientClient once() {
        return new PatientClient(client, scheduler, ids, patience.once());
    }

    /**
     * The same client for calls that may be made twice, whatever their method is: who is called tells by what is sent that it
     * has had it.
     */
    public PatientClient repeating(Patience other) {
        return new PatientClient(client, scheduler, ids, other, true);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        Sending<T> sending = new Sending<>(request, handler);
        sending.send();
        return sending.result;
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    /** One call with all its tries. The tries follow each other, so that no two threads are in it at once. */
    private final class Sending<T> {
        private final HttpRequest request;
        private final BodyHandler<T> handler;
        private final Backoff backoff = new Backoff(ids, patience.first(), patience.longest());
        private final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
        private int tries;
        private boolean again;

        Sending(HttpRequest request, BodyHandler<T> handler) {
            this.request = request;
            this.handler = handler;
        }

        void send() {
            if (result.isDone()) {
                return;
            }
            tries++;
            again = false;
            CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, this::subscriber);
            Duration timeout = request.timeout().orElse(patience.timeout());
            CompletableFuture<HttpResponse<T>> either = new CompletableFuture<>();
            Scheduler.Timer timer = scheduler.after(
                    timeout,
                    () -> either.completeExceptionally(
                            new HttpTimeoutException("no answer within " + timeout.toSeconds() + " s")));
            answer.whenCompleteAsync(
                    (response, failure) -> {
                        timer.cancel();
                        complete(either, response, failure);
                    },
                    scheduler);
            result.whenComplete((response, failure) -> {
                if (result.isCancelled()) {
                    answer.cancel(true);
                }
            });
            either.whenComplete((response, failure) -> {
                if (failure != null) {
                    answer.cancel(true);
                }
                ended(response, failure);
            });
        }

        /** What is thrown away because it is tried again must not reach the caller's subscriber. */
        private BodySubscriber<T> subscriber(ResponseInfo info) {
            again = again(info.statusCode(), RetryAfter.of(info.headers(), scheduler.now()));
            return again ? BodySubscribers.replacing(null) : handler.apply(info);
        }

        private void ended(HttpResponse<T> response, Throwable failure) {
            if (failure != null) {
                if (tries < patience.tries() && passing(failure)) {
                    scheduler.after(backoff.next(), this::send);
                } else {
                    result.completeExceptionally(failure);
                }
            } else if (again) {
                scheduler.after(backoff.next(RetryAfter.of(response.headers(), scheduler.now())), this::send);
            } else {
                result.complete(response);
            }
        }

        private boolean again(int status, Optional<Duration> asked) {
            return tries < patience.tries()
                    && (status == TOO_MANY_REQUESTS || PASSING.contains(status) && repeatable())
                    && asked.filter(wait -> wait.compareTo(patience.longestAsked()) > 0)
                            .isEmpty();
        }

        private boolean passing(Throwable failure) {
            if (failure instanceof SSLHandshakeException || !(failure instanceof IOException)) {
                return false;
            }
            boolean neverSent = failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
            return neverSent || repeatable();
        }

        private boolean repeatable() {
            return anyMethod || REPEATABLE.contains(request.method().toUpperCase(Locale.ROOT));
        }
    }

    private static <T> void complete(CompletableFuture<T> future, T value, Throwable failure) {
        if (failure == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
    }
}
