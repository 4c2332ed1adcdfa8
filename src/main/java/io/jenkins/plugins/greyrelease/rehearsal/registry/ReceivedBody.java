package io.jenkins.plugins.greyrelease.rehearsal.registry;

import io.jenkins.plugins.greyrelease.http.Answering;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet.Speed;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Hands the answer to a request over as Java's client does: the headers first, then the body in pieces, as fast as the link
 * is and no faster than the receiver asks for them.
 */
public final class ReceivedBody<T> implements Flow.Subscription {
    private static final int PIECE = 1 << 18;

    private final HttpRequest request;
    private final HttpReply reply;
    private final Scheduler scheduler;
    private final Speed speed;
    private final byte[] body;
    private BodySubscriber<T> receiver;
    private int sent;
    private long wanted;
    private boolean under;
    private boolean ended;

    /** @param speed of the link */
    public ReceivedBody(HttpRequest request, HttpReply reply, Scheduler scheduler, Speed speed) {
        this.request = request;
        this.reply = reply;
        this.scheduler = scheduler;
        this.speed = speed;
        this.body = request.method().equals("HEAD") ? new byte[0] : reply.body();
    }

    /** Begins; the answer ends as the receiver of the body does. */
    public void answer(BodyHandler<T> handler, CompletableFuture<HttpResponse<T>> answer) {
        Answering.give(
                request,
                reply.status(),
                headers(),
                handler,
                reader -> {
                    receiver = reader;
                    return this;
                },
                answer);
    }

    private HttpHeaders headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        reply.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        headers.put("Content-Length", List.of(Integer.toString(reply.body().length)));
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    @Override
    public synchronized void request(long more) {
        wanted = Math.max(wanted, wanted + more);
        next();
    }

    @Override
    public synchronized void cancel() {
        ended = true;
    }

    private void next() {
        if (ended || under) {
            return;
        }
        if (sent == body.length) {
            ended = true;
            scheduler.execute(receiver::onComplete);
        } else if (wanted > 0) {
            under = true;
            int size = Math.min(PIECE, body.length - sent);
            scheduler.after(speed.of(size), () -> deliver(size));
        }
    }

    private void deliver(int size) {
        ByteBuffer piece;
        synchronized (this) {
            if (ended) {
                return;
            }
            piece = ByteBuffer.wrap(body, sent, size).asReadOnlyBuffer();
            sent += size;
            wanted--;
        }
        receiver.onNext(List.of(piece));
        synchronized (this) {
            under = false;
            next();
        }
    }
}
