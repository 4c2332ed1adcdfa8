package io.jenkins.plugins.greyrelease.http;

import io.jenkins.plugins.greyrelease.http.HttpFailure.Answer;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLException;

/**
 * Calls one system and says what came of it: an answer that was asked for, or an {@link HttpFailure}. Waiting and trying
 * again is the client's, see {@link PatientClient}.
 *
 * <p>Thread-safe. Answers arrive on the client's threads.
 */
public final class Caller {
    private static final int LONGEST_REFUSAL = 8 << 10;
    private static final int LONGEST_BODY = 8 << 20;

    private final String system;
    private final PatientClient client;

    /**
     * @param system the name it is configured by, for messages, such as {@code registry gd9}
     * @param client sends
     */
    public Caller(String system, PatientClient client) {
        this.system = system;
        this.client = client;
    }

    /** The name it is configured by. */
    public String system() {
        return system;
    }

    /** What it sends with. */
    public PatientClient client() {
        return client;
    }

    /**
     * Sends a request and reads the whole answer, of at most 8 MiB.
     *
     * @param doing for messages, such as {@code read manifest 1.2 of shop/cart}
     * @param fine which statuses were asked for; others are failures
     * @return fails with {@link HttpFailure}
     */
    public CompletableFuture<Reply> send(String doing, HttpRequest request, IntPredicate fine) {
        return stream(doing, request, fine, info -> new Bounded(LONGEST_BODY, false))
                .thenApply(response -> new Reply(system, doing, response, response.body()));
    }

    /** As above, where a status of 200 to 299 was asked for. */
    public CompletableFuture<Reply> send(String doing, HttpRequest request) {
        return send(doing, request, status -> status / 100 == 2);
    }

    /** As {@link #send(String, HttpRequest, IntPredicate)}, with a body that is handled by somebody else. */
    public <T> CompletableFuture<HttpResponse<T>> stream(
            String doing, HttpRequest request, IntPredicate fine, BodyHandler<T> body) {
        BodyHandler<Either<T>> either = info -> fine.test(info.statusCode())
                ? BodySubscribers.mapping(body.apply(info), value -> new Either<>(value, null))
                : BodySubscribers.mapping(new Bounded(LONGEST_REFUSAL, true), said -> new Either<>(null, said));
        return client.sendAsync(request, either).handle((response, failure) -> {
            if (failure != null) {
                throw broken(doing, request.uri(), failure, Words.secrets(request));
            }
            if (response.body().refusal != null) {
                throw refused(doing, response, response.body().refusal);
            }
            return new Wanted<>(response, response.body().value);
        });
    }

    /** What was asked for, or the beginning of what a server says why not. */
    private record Either<T>(T value, byte[] refusal) {}

    private HttpFailure refused(String doing, HttpResponse<?> response, byte[] body) {
        int status = response.statusCode();
        String words = Words.of(status, body, response.request());
        Reason reason = reason(status, words);
        HttpHeaders headers = response.headers();
        Answer answer = new Answer(
                reason,
                status,
                words,
                RetryAfter.of(headers, client.scheduler().now()).orElse(null),
                headers.allValues("WWW-Authenticate"));
        String advice = status == 413 && reason == Reason.INVALID
                ? "raise the limit on the size of requests at the proxy in front of " + system
                : advice(reason);
        return new HttpFailure(system, doing, answer, advice);
    }

    private static Reason reason(int status, String words) {
        String small = words.toLowerCase(Locale.ROOT);
        boolean full = small.contains("quota") || small.contains("exceed");
        return switch (status) {
            case 401 -> Reason.UNAUTHORIZED;
            case 403, 412, 413 -> full ? Reason.QUOTA : status == 403 ? Reason.FORBIDDEN : Reason.INVALID;
            case 404, 410 -> Reason.NOT_FOUND;
            case 409 -> Reason.CONFLICT;
            case 408 -> Reason.TIMEOUT;
            case 429 -> Reason.TOO_MANY_REQUESTS;
            case 507 -> Reason.QUOTA;
            default -> status >= 500 ? Reason.SERVER_ERROR : status >= 400 ? Reason.INVALID : Reason.UNEXPECTED;
        };
    }

    /** What to say of a call, or of a body that was streamed, that ended with an exception. */
    public HttpFailure broken(String doing, URI uri, Throwable failure) {
        return broken(doing, uri, failure, Redaction.of(List.of()));
    }

    private HttpFailure broken(String doing, URI uri, Throwable failure, Redaction secrets) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String host = place(uri);
        HttpFailure failed;
        if (cause instanceof HttpFailure known) {
            return known;
        } else if (cause instanceof Bounded.TooLongException) {
            failed = new HttpFailure(system, doing, Reason.UNEXPECTED, 0, cause.getMessage(), "");
        } else if (cause instanceof HttpTimeoutException) {
            failed = new HttpFailure(
                    system, doing, Reason.TIMEOUT, 0, cause.getMessage() + " from " + host, advice(Reason.TIMEOUT));
        } else if (cause instanceof SSLException) {
            failed = new HttpFailure(
                    system,
                    doing,
                    Reason.UNREACHABLE,
                    0,
                    "no TLS with " + host + ": " + Words.line(secrets.apply(String.valueOf(cause.getMessage()))),
                    "check its certificate, and that this Java trusts who signed it");
        } else {
            String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            failed = new HttpFailure(
                    system,
                    doing,
                    Reason.UNREACHABLE,
                    0,
                    "no connection to " + host + ", or it broke: " + Words.line(secrets.apply(why)),
                    advice(Reason.UNREACHABLE));
        }
        if (secrets.apply(cause.toString()).equals(cause.toString())) {
            failed.initCause(cause);
        }
        return failed;
    }

    /** Where it is, without who we are there. */
    private static String place(URI uri) {
        return uri.getHost() == null
                ? "an address without a host"
                : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private String advice(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> "check the credentials that are configured for " + system;
            case FORBIDDEN -> "give the account that is configured for " + system + " the right to do this";
            case QUOTA -> "make room in " + system + ", or raise its quota";
            case TIMEOUT, UNREACHABLE -> "check address, network and proxy of " + system;
            case TOO_MANY_REQUESTS, SERVER_ERROR -> "it was tried again in vain; run the same again later";
            case NOT_FOUND, CONFLICT, INVALID, UNEXPECTED -> "";
        };
    }
}
