package io.jenkins.plugins.greyrelease.kube.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The line to one cluster: sends calls, at a rate the server can bear, and makes something of the answers. A call is
 * sent once; only one that was refused for its credentials (so nothing was done) is sent again, with new ones. See
 * {@link SentOnce} for what OkHttp would do by itself.
 *
 * <p>Thread-safe; blocks nobody.
 */
final class Line implements AutoCloseable {
    /** How long an answer may take, in production. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PER_SECOND = 50;
    private static final int BURST = 100;

    private final Sessions sessions;
    private final RateLimit limit;
    private final Answers answers;
    private final Reach reach;
    private final Duration patience;

    /** @param patience how long an answer may take */
    Line(String cluster, Sessions sessions, Scheduler scheduler, Duration patience) {
        this.patience = patience;
        this.sessions = sessions;
        this.limit = new RateLimit(scheduler, PER_SECOND, BURST);
        this.answers = new Answers(cluster);
        this.reach = new Reach(scheduler);
    }

    /** Makes something of an answer. */
    interface Reader<R> {
        /** @throws IOException if it is not what was asked for */
        R read(JsonNode answer) throws IOException;
    }

    /** Makes something of an answer and its headers. */
    interface WholeReader<R> {
        /** @throws IOException if it is not what was asked for */
        R read(JsonNode answer, HttpResponse<byte[]> response) throws IOException;
    }

    /** Sends the call; the future fails with a {@link KubeException}. */
    <R> CompletableFuture<R> send(Call call, Reader<R> reader) {
        return sendWhole(call, (answer, response) -> reader.read(answer));
    }

    /** As {@link #send}, for who reads headers too. */
    <R> CompletableFuture<R> sendWhole(Call call, WholeReader<R> reader) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        limit.submit(() -> sessions.get().whenComplete((session, problem) -> {
            if (problem == null) {
                attempt(session, new Sending<>(call, reader, answer, true));
            } else {
                answer.completeExceptionally(problem);
            }
        }));
        return answer;
    }

    Duration patience() {
        return patience;
    }

    Answers answers() {
        return answers;
    }

    Reach reach() {
        return reach;
    }

    Sessions sessions() {
        return sessions;
    }

    RateLimit limit() {
        return limit;
    }

    @Override
    public void close() {
        sessions.close();
    }

    /** @param again whether it may be sent again with other credentials */
    private record Sending<R>(Call call, WholeReader<R> reader, CompletableFuture<R> answer, boolean again) {}

    private <R> void attempt(Session session, Sending<R> sending) {
        CompletableFuture<HttpResponse<byte[]>> response;
        try {
            response = session.http().sendAsync(request(session, sending.call()), byte[].class);
        } catch (RuntimeException e) {
            // the session has just been closed, or its address is none
            fail(sending, answers.failure(sending.call(), e));
            return;
        }
        response.whenComplete((result, failure) -> {
            if (failure != null) {
                fail(sending, answers.failure(sending.call(), failure));
            } else if (result.code() == 401 && sending.again()) {
                signInAgain(session, sending, result);
            } else {
                finish(sending, result);
            }
        });
    }

    private HttpRequest request(Session session, Call call) {
        HttpRequest.Builder request = session.request(call.path()).timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (call.body() == null) {
            return request.build();
        }
        return request.method(call.method(), call.contentType(), call.body()).build();
    }

    private <R> void signInAgain(Session session, Sending<R> sending, HttpResponse<byte[]> refusal) {
        sessions.refused(session).whenComplete((renewed, problem) -> {
            if (problem != null) {
                fail(sending, answers.failure(sending.call(), problem));
            } else if (renewed == session) {
                finish(sending, refusal);
            } else {
                attempt(renewed, new Sending<>(sending.call(), sending.reader(), sending.answer(), false));
            }
        });
    }

    private <R> void finish(Sending<R> sending, HttpResponse<byte[]> response) {
        byte[] body = response.body() == null ? new byte[0] : response.body();
        if (!response.isSuccessful()) {
            fail(sending, answers.refusal(sending.call(), response, body));
            return;
        }
        R result;
        try {
            result = sending.reader().read(Wire.tree(body), response);
        } catch (IOException e) {
            fail(sending, answers.unreadable(sending.call(), response.code(), e));
            return;
        }
        reach.answered();
        sending.answer().complete(result);
    }

    private void fail(Sending<?> sending, KubeException problem) {
        reach.failed(problem);
        sending.answer().completeExceptionally(problem);
    }
}
