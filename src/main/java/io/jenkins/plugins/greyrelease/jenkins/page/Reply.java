package io.jenkins.plugins.greyrelease.jenkins.page;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What an operator hears of a command.
 *
 * @param status as HTTP has it: 200 done, 202 asked for, 409 refused
 * @param message in words
 */
record Reply(int status, String message) {

    /** Waits for an answer, but not for longer than a person does. */
    static Reply of(CompletableFuture<String> answer, Duration patience) throws InterruptedException {
        try {
            return new Reply(200, answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Reply(202, "It was asked for; a cluster takes long to answer. The page shows what comes of it.");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Reply(409, cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    /** Whether it was not refused. */
    boolean good() {
        return status < 300;
    }
}
