package io.jenkins.plugins.greyrelease.notify;

import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends one notice to one destination. */
public final class Delivery {
    /** The header that names the event. */
    public static final String EVENT = "X-Grey-Release-Event";

    /** Six tries, in all at most eleven minutes: less than the quarter of an hour for which a signature is good. */
    static final Patience PATIENCE = new Patience(
            6, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofSeconds(10));

    private Delivery() {}

    /**
     * Sends it; answers 429, 5xx, broken connections and silence are tried again, since receivers tell by the id what they
     * have had.
     *
     * @return fails with an {@link HttpFailure}
     */
    public static CompletableFuture<Void> send(Destination to, Notice notice) {
        return send(to, notice, to.client().repeating(PATIENCE));
    }

    /** As {@link #send}, but once: for people who wait for the answer. */
    public static CompletableFuture<Void> tried(Destination to, Notice notice) {
        return send(to, notice, to.client().repeating(PATIENCE.once()));
    }

    private static CompletableFuture<Void> send(Destination to, Notice notice, PatientClient client) {
        String system = "notification '" + to.name() + "'";
        String doing = "send " + notice.kind().word();
        try {
            byte[] body = NoticeJson.body(notice);
            HttpRequest.Builder request = HttpRequest.newBuilder(to.url())
                    .header("Content-Type", "application/json")
                    .header(EVENT, notice.kind().word())
                    .header(
                            Signature.HEADER,
                            Signature.of(to.secret().get(), client.scheduler().now(), body))
                    .POST(BodyPublishers.ofByteArray(body));
            to.login().get().header().ifPresent(value -> request.header("Authorization", value));
            return new Caller(system, client).send(doing, request.build()).thenApply(reply -> null);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // the secret cannot be had, or the login is none
            return CompletableFuture.failedFuture(
                    new HttpFailure(system, doing, Reason.UNAUTHORIZED, 0, e.getMessage(), ""));
        }
    }
}
