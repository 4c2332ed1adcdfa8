package io.jenkins.plugins.greyrelease.rehearsal.registry;

import io.jenkins.plugins.greyrelease.http.AsyncClient;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet.Speed;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Traffic.Link;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Java's HTTP client without a network: requests go to the stand-ins of a {@link RegistryNet} in its scheduler's time.
 * Time-outs of requests hold; redirects are never followed.
 *
 * <p>Thread-safe. Futures end on the scheduler's threads.
 */
final class StandInClient extends AsyncClient {
    private final String name;
    private final RegistryNet net;

    StandInClient(String name, RegistryNet net) {
        this.name = name;
        this.net = net;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        request.timeout().ifPresent(limit -> {
            var timer = net.scheduler()
                    .after(limit, () -> answer.completeExceptionally(new HttpTimeoutException("request timed out")));
            answer.whenComplete((done, failure) -> timer.cancel());
        });
        SentBody.collect(request.bodyPublisher()).whenComplete((body, failure) -> {
            if (failure == null) {
                send(request, body, handler, answer);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private <T> void send(
            HttpRequest request, byte[] body, BodyHandler<T> handler, CompletableFuture<HttpResponse<T>> answer) {
        Optional<StandInRegistry> registry = net.at(request.uri());
        if (registry.isEmpty()) {
            String nobody = "nobody listens at " + request.uri().getRawAuthority();
            net.scheduler().execute(() -> answer.completeExceptionally(new ConnectException(nobody)));
            return;
        }
        Speed speed = net.speed(new Link(name, registry.get().name()));
        HttpCall call = new HttpCall(name, request.method(), request.uri(), headers(request), body);
        net.scheduler().after(speed.of(body.length).plus(speed.delay()), () -> {
            if (answer.isDone()) {
                return;
            }
            HttpReply reply = registry.get().handle(call);
            if (reply.status() == 0) {
                answer.completeExceptionally(
                        registry.get().faults().isDown()
                                ? new ConnectException("connection refused")
                                : new IOException("the connection broke before an answer came"));
            } else {
                new ReceivedBody<T>(request, reply, net.scheduler(), speed).answer(handler, answer);
            }
        });
    }

    private static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().map().forEach((header, values) -> headers.put(header, values.get(0)));
        return headers;
    }

    /** Waiting would stop the simulation's only thread. */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        throw new UnsupportedOperationException("a stand-in is asked with sendAsync only: " + request.uri());
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.of(net.scheduler());
    }
}
