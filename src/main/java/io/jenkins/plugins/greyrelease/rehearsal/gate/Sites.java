package io.jenkins.plugins.greyrelease.rehearsal.gate;

import io.jenkins.plugins.greyrelease.http.AsyncClient;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpCall;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpReply;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ReceivedBody;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet.Speed;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SentBody;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A network with a few sites on it, as a client that reaches them and nothing else.
 *
 * <p>Thread-safe as far as the sites are; answers come on the scheduler's threads.
 */
public final class Sites extends AsyncClient {
    private static final Speed SPEED = new Speed(Duration.ofMillis(20), 10_000_000);

    private final Scheduler scheduler;
    private final Map<String, Function<HttpCall, HttpReply>> sites = new TreeMap<>();

    /** A network without sites. */
    public Sites(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Puts a site there.
     *
     * @param url scheme, host and port
     * @param site answers each call; {@link HttpReply#BROKEN} breaks the connection
     */
    public synchronized Sites with(String url, Function<HttpCall, HttpReply> site) {
        sites.put(url, site);
        return this;
    }

    private synchronized Function<HttpCall, HttpReply> at(HttpRequest request) {
        return sites.get(request.uri().getScheme() + "://" + request.uri().getRawAuthority());
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        Function<HttpCall, HttpReply> site = at(request);
        if (site == null) {
            scheduler.execute(() -> answer.completeExceptionally(
                    new ConnectException("nobody listens at " + request.uri().getRawAuthority())));
            return answer;
        }
        SentBody.collect(request.bodyPublisher()).whenComplete((body, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
                return;
            }
            HttpCall call = new HttpCall("", request.method(), request.uri(), headers(request), body);
            scheduler.after(SPEED.delay(), () -> {
                HttpReply reply = site.apply(call);
                if (reply.status() == 0) {
                    answer.completeExceptionally(new IOException("the connection broke before an answer came"));
                } else {
                    new ReceivedBody<T>(request, reply, scheduler, SPEED).answer(handler, answer);
                }
            });
        });
        return answer;
    }

    private static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().map().forEach((header, values) -> headers.put(header, values.get(0)));
        return headers;
    }
}
