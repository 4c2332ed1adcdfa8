package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;

/** A blob of a registry, which may send us elsewhere for its bytes. */
final class RemoteBlob implements BlobSource {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int HOPS = 5;
    private static final int AHEAD = 4 << 20;

    private final Endpoint endpoint;
    private final String repository;
    private final Digest blob;

    RemoteBlob(Endpoint endpoint, String repository, Digest blob) {
        this.endpoint = endpoint;
        this.repository = repository;
        this.blob = blob;
    }

    @Override
    public CompletableFuture<BlobReader> open(long from) {
        return connect(from).thenApply(body -> new RemoteReader(this, from, body));
    }

    /** Asks for the bytes from here on. */
    CompletableFuture<ChunkSubscriber> connect(long from) {
        return get(endpoint.uri(repository + "/blobs/" + blob), from, HOPS);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The failure of an answer that broke off. */
    HttpFailure broken(Throwable failure) {
        return endpoint.caller().broken(doing(), endpoint.uri(repository), failure);
    }

    private String doing() {
        return "read blob " + blob + " of " + repository;
    }

    private CompletableFuture<ChunkSubscriber> get(URI uri, long from, int hops) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        return endpoint.authorized(
                        Scope.pull(repository),
                        doing(),
                        request,
                        ready -> endpoint.caller().stream(doing(), ready, RemoteBlob::answered, body()))
                .thenCompose(response -> response.statusCode() / 100 == 3
                        ? elsewhere(response, from, hops)
                        : CompletableFuture.completedFuture(chunks(response, from)));
    }

    private static boolean answered(int status) {
        return status == OK || status == PARTIAL || status / 100 == 3;
    }

    private static BodyHandler<Publisher<List<ByteBuffer>>> body() {
        return info -> {
            BodySubscriber<Publisher<List<ByteBuffer>>> nothing = BodySubscribers.replacing(null);
            return info.statusCode() / 100 == 3
                    ? nothing
                    : BodyHandlers.ofPublisher().apply(info);
        };
    }

    private CompletableFuture<ChunkSubscriber> elsewhere(HttpResponse<?> response, long from, int hops) {
        String location = response.headers().firstValue("Location").orElse("");
        URI next;
        try {
            next = response.uri().resolve(location);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(unexpected(response, "it sends us to an address that is none"));
        }
        boolean web = "https".equals(next.getScheme())
                || next.getScheme().equals(response.uri().getScheme());
        if (location.isEmpty() || hops == 0 || !web || next.getHost() == null) {
            return CompletableFuture.failedFuture(unexpected(
                    response, hops == 0 ? "it sends us from one address to the next" : "it sends us nowhere"));
        }
        return get(next, from, hops - 1);
    }

    private ChunkSubscriber chunks(HttpResponse<Publisher<List<ByteBuffer>>> response, long from) {
        boolean partial = response.statusCode() == PARTIAL;
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (partial && !range.startsWith("bytes " + from + "-")) {
            // nobody reads it, so its connection has to be let go
            ChunkSubscriber nobody = new ChunkSubscriber(endpoint.scheduler(), 0, 0);
            nobody.abort(new IOException("not what was asked for"));
            response.body().subscribe(nobody);
            throw unexpected(response, "bytes from " + from + " on were asked for, and it answers '" + range + "'");
        }
        ChunkSubscriber chunks = new ChunkSubscriber(endpoint.scheduler(), AHEAD, partial ? 0 : from);
        response.body().subscribe(chunks);
        return chunks;
    }

    private HttpFailure unexpected(HttpResponse<?> response, String why) {
        String quiet = Redaction.of(response.request().headers().allValues("Authorization"))
                .apply(why);
        return new HttpFailure(
                endpoint.caller().system(), doing(), Reason.UNEXPECTED, response.statusCode(), quiet, "");
    }
}
