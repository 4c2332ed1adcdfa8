package io.jenkins.plugins.greyrelease.http;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A call to another system that failed. The message says what was being done, at which system, what came back and what
 * to do; it never holds a secret, and of what the server said only a line.
 */
public final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What came back, in the terms a caller reacts to. */
    public enum Reason {
        /** 401: who we are is not believed. */
        UNAUTHORIZED(false),
        /** 403: we are not allowed to. */
        FORBIDDEN(false),
        /** 404 and 410. */
        NOT_FOUND(false),
        /** 409 and 412: it is there already, or was changed meanwhile. */
        CONFLICT(false),
        /** 400, 413, 422 and whatever else says that the request is wrong. */
        INVALID(false),
        /** 403, 413 or another answer that says that no room is left. */
        QUOTA(false),
        /** 429; {@link HttpFailure#retryAfter} says when, if the server did. */
        TOO_MANY_REQUESTS(true),
        /** 500 and other answers of a server in trouble. */
        SERVER_ERROR(true),
        /** No answer in time: what was asked may have been done. */
        TIMEOUT(true),
        /** No connection, or one that broke: what was asked may have been done. */
        UNREACHABLE(true),
        /** An answer that cannot be what was asked for: no JSON, too long, another digest. */
        UNEXPECTED(false);

        private final boolean passing;

        Reason(boolean passing) {
            this.passing = passing;
        }
    }

    private final String system;
    private final Answer answer;

    /**
     * @param system who was asked, as it is configured, such as {@code registry gd9}
     * @param doing what was being tried, such as {@code read manifest 1.2 of shop/cart}
     * @param reason what came back
     * @param status HTTP status, 0 without an answer
     * @param answer the server's own words or what is wrong with them, one line without secrets
     * @param advice what to do; empty: nothing is known
     */
    public HttpFailure(String system, String doing, Reason reason, int status, String answer, String advice) {
        this(system, doing, new Answer(reason, status, answer, null, List.of()), advice);
    }

    /** As above, with all that came back. */
    HttpFailure(String system, String doing, Answer answer, String advice) {
        super(system + ": " + doing + ": " + (answer.status == 0 ? "" : answer.status + " ") + answer.words
                + (advice.isEmpty() ? "" : "; " + advice));
        this.system = system;
        this.answer = answer;
    }

    /**
     * What came back.
     *
     * @param status HTTP status, 0 without an answer
     * @param words one line without secrets
     * @param retryAfter when the server wants to be asked again; null: it did not say
     * @param challenges the values of {@code WWW-Authenticate}
     */
    record Answer(Reason reason, int status, String words, Duration retryAfter, List<String> challenges)
            implements Serializable {}

    /** What came back. */
    public Reason reason() {
        return answer.reason;
    }

    /** The HTTP status, 0 without an answer. */
    public int status() {
        return answer.status;
    }

    /** Who was asked. */
    public String system() {
        return system;
    }

    /** The server's own words. */
    public String answer() {
        return answer.words;
    }

    /** When the server wants to be asked again, if it said. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(answer.retryAfter);
    }

    /** How the server wants to be told who we are: the values of {@code WWW-Authenticate}. */
    public List<String> challenges() {
        return answer.challenges;
    }

    /** The failure behind what a future ended with, if it is one of a call. */
    public static Optional<HttpFailure> in(Throwable thrown) {
        return cause(thrown) instanceof HttpFailure failure ? Optional.of(failure) : Optional.empty();
    }

    /** What a future ended with, for people: the message of a call that failed, or what else went wrong. */
    public static String words(Throwable thrown) {
        return in(thrown).map(Throwable::getMessage).orElseGet(() -> cause(thrown)
                .toString());
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether the same call may succeed after a moment. */
    public boolean passing() {
        return answer.reason.passing;
    }
}
