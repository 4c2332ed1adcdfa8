package io.jenkins.plugins.greyrelease.kube;

import java.time.Duration;
import java.util.Optional;

/**
 * A call to a cluster that failed. The message says what was being done, to which object in which cluster, and what
 * came back; it never holds a manifest or a secret.
 */
public final class KubeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What came back, in the terms a caller reacts to. */
    public enum Reason {
        /** 404. */
        NOT_FOUND,
        /** 409 AlreadyExists on create. */
        ALREADY_EXISTS,
        /** 409 Conflict, or 422 of a failed JSON Patch {@code test}: look again, decide again. */
        CONFLICT,
        /** 422 or 400: the API server says that the object is wrong. */
        INVALID,
        /** 401 or 403, quota excepted. */
        FORBIDDEN,
        /** 403 from the quota admission. */
        QUOTA,
        /** 410: the resourceVersion is too old for a watch; list again. */
        EXPIRED,
        /** 429; {@link KubeException#retryAfter} says when, if the server did. For an eviction: the budget forbids it. */
        TOO_MANY_REQUESTS,
        /** 500 and other answers of a server in trouble. The write was not done, as far as the server says. */
        SERVER_ERROR,
        /** No answer in time: the write may have been done. Look before trying again. */
        TIMEOUT,
        /** No connection. The write was not sent, or its fate is unknown: look before trying again. */
        UNREACHABLE
    }

    private final Reason reason;
    private final int status;
    private final String cluster;
    private final String answer;
    private final transient Duration retryAfter;

    /**
     * @param cluster name of the cluster
     * @param doing what was being tried, such as {@code update deployment/cart in shop}
     * @param reason what came back
     * @param status HTTP status, 0 without an answer
     * @param answer the server's own words
     */
    public KubeException(String cluster, String doing, Reason reason, int status, String answer) {
        this(cluster, doing, reason, status, answer, null);
    }

    /** As above, with the server's {@code Retry-After}. */
    public KubeException(String cluster, String doing, Reason reason, int status, String answer, Duration retryAfter) {
        super("cluster " + cluster + ": " + doing + ": " + (status == 0 ? "" : status + " ") + answer);
        this.reason = reason;
        this.status = status;
        this.cluster = cluster;
        this.answer = answer;
        this.retryAfter = retryAfter;
    }

    /** What came back. */
    public Reason reason() {
        return reason;
    }

    /** The HTTP status, 0 without an answer. */
    public int status() {
        return status;
    }

    /** The cluster that was asked. */
    public String cluster() {
        return cluster;
    }

    /** The server's own words. */
    public String answer() {
        return answer;
    }

    /** When the server wants to be asked again, if it said. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether looking again and deciding again is the right answer, now or after a moment. */
    public boolean passing() {
        return switch (reason) {
            case CONFLICT, EXPIRED, TOO_MANY_REQUESTS, SERVER_ERROR, TIMEOUT, UNREACHABLE -> true;
            case NOT_FOUND, ALREADY_EXISTS, INVALID, FORBIDDEN, QUOTA -> false;
        };
    }
}
