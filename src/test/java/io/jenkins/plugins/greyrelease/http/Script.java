package io.jenkins.plugins.greyrelease.http;

import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;

/** A client whose answers are written down beforehand, in virtual time; each comes after ten milliseconds. */
public final class Script extends AsyncClient {
    private final VirtualTime time;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final List<HttpRequest> asked = new ArrayList<>();

    /** One answer; a failure instead of the end of its body, or, with status 0, instead of all of it. */
    private record Line(int status, Map<String, List<String>> headers, byte[] body, Optional<IOException> failure) {}

    /** A client that has nothing to say yet. */
    public Script(VirtualTime time) {
        this.time = time;
    }

    /** The next answer. */
    public Script answer(int status, String body, String... headers) {
        return line(status, body.getBytes(StandardCharsets.UTF_8), Optional.empty(), headers);
    }

    /** The next answer, which breaks off after this much of its body. */
    public Script broken(int status, String begun, String... headers) {
        return line(status, begun.getBytes(StandardCharsets.UTF_8), Optional.of(new IOException("EOF")), headers);
    }

    /** The next call fails. */
    public Script failure(IOException failure) {
        return line(0, new byte[0], Optional.of(failure));
    }

    /** The next call is never answered. */
    public Script silence() {
        return line(-1, new byte[0], Optional.empty());
    }

    private Script line(int status, byte[] body, Optional<IOException> failure, String... headers) {
        Map<String, List<String>> all = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        lines.add(new Line(status, all, body, failure));
        return this;
    }

    /** What was asked, in order. */
    public List<HttpRequest> asked() {
        return asked;
    }

    /** The addresses that were asked, with their methods. */
    public List<String> addresses() {
        return asked.stream().map(each -> each.method() + " " + each.uri()).toList();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        asked.add(request);
        Line line = lines.remove();
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        if (line.status >= 0) {
            time.after(Duration.ofMillis(10), () -> say(request, handler, line, answer));
        }
        return answer;
    }

    private <T> void say(
            HttpRequest request, BodyHandler<T> handler, Line line, CompletableFuture<HttpResponse<T>> answer) {
        if (line.status == 0) {
            answer.completeExceptionally(line.failure.orElseThrow());
            return;
        }
        HttpHeaders headers = HttpHeaders.of(line.headers, (name, value) -> true);
        Answering.give(request, line.status, headers, handler, reader -> new Body<>(reader, line), answer);
    }

    /** Hands the body over in pieces of three bytes, as they are asked for. */
    private final class Body<T> implements Subscription {
        private final BodySubscriber<T> subscriber;
        private final Line line;
        private int position;
        private boolean ended;

        Body(BodySubscriber<T> subscriber, Line line) {
            this.subscriber = subscriber;
            this.line = line;
        }

        @Override
        public void request(long pieces) {
            time.execute(() -> {
                for (long i = 0; i < pieces && !ended; i++) {
                    piece();
                }
            });
        }

        private void piece() {
            if (position < line.body.length) {
                int end = Math.min(line.body.length, position + 3);
                byte[] piece = Arrays.copyOfRange(line.body, position, end);
                position = end;
                subscriber.onNext(List.of(ByteBuffer.wrap(piece).asReadOnlyBuffer()));
            } else {
                ended = true;
                line.failure.ifPresentOrElse(subscriber::onError, subscriber::onComplete);
            }
        }

        @Override
        public void cancel() {
            ended = true;
        }
    }
}
