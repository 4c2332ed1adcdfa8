package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Reply;
import io.jenkins.plugins.greyrelease.image.CheckedReading.WrongBytesException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * One upload of one blob: a session is opened, chunks are sent one after another, the session is ended with the digest.
 *
 * <p>After a cut nobody knows how much has arrived, so the registry is asked, and the upload goes on from there. Where
 * the session is gone it begins anew. A small blob goes with the request that ends the session.
 *
 * <p>Its steps follow each other on the scheduler's threads; nothing runs at the same time as something else.
 */
final class Upload {
    /** So often in a row nothing may come of it before the upload is given up: some three minutes. */
    private static final int TROUBLES = 10;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);
    private static final Duration ENDING = Duration.ofMinutes(10);
    private static final Duration REQUEST = Duration.ofMinutes(1);
    /** A link slower than this, in bytes a second, counts as broken. */
    private static final int SLOWEST = 32 << 10;

    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    private final Endpoint endpoint;
    private final String repository;
    private final Descriptor blob;
    private final CheckedReading reading;
    private final UploadListener listener;
    private int chunkSize;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    private URI session;
    /** What was read last and has not arrived yet, as far as we know. */
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    /** Bytes that have arrived. */
    private long offset;

    private long furthest;
    private int troubles;

    /** @param chunkSize bytes, 1 or more: so much is in memory, and sent anew after a cut, at most */
    Upload(
            Endpoint endpoint,
            String repository,
            Descriptor blob,
            BlobSource source,
            UploadListener listener,
            int chunkSize) {
        this.endpoint = endpoint;
        this.repository = repository;
        this.blob = blob;
        this.reading = new CheckedReading(blob, source);
        this.listener = listener;
        this.chunkSize = chunkSize;
    }

    CompletableFuture<Void> run() {
        result.whenComplete((done, failure) -> reading.close());
        begin();
        return result;
    }

    private void begin() {
        session = null;
        chunk = ByteBuffer.allocate(0);
        moved(0);
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri(repository + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody());
        send(request, ACCEPTED, "begin to upload", (reply, failure) -> {
            if (failure != null) {
                trouble(failure, this::begin);
            } else {
                session = location(reply);
                chunkSize = Math.max(chunkSize, leastChunk(reply));
                readFrom(0);
            }
        });
    }

    /** Some registries keep chunks in storage that takes no small parts. */
    private static int leastChunk(Reply reply) {
        String text = reply.header("OCI-Chunk-Min-Length").orElse("");
        return text.matches("\\d{1,8}") ? Integer.parseInt(text) : 0;
    }

    /** The registry has this much of it. */
    private void moved(long arrived) {
        if (arrived != offset) {
            listener.arrived(arrived - offset);
        }
        offset = arrived;
        if (arrived > furthest) {
            furthest = arrived;
            troubles = 0;
        }
    }

    private void readFrom(long position) {
        reading.openAt(position).whenComplete((opened, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                readOn();
            }
        });
    }

    private void readOn() {
        reading.next(chunkSize).whenComplete((bytes, failure) -> {
            if (failure != null) {
                boolean wrong = failure.getCause() instanceof WrongBytesException;
                result.completeExceptionally(wrong ? wrongBytes() : failure);
                return;
            }
            chunk = bytes;
            if (offset == 0 && bytes.remaining() == blob.size()) {
                end(bytes);
            } else {
                sendChunk();
            }
        });
    }

    private HttpFailure wrongBytes() {
        return failure(
                Reason.UNEXPECTED,
                "what was read for it are other bytes than its digest says",
                "nothing was written; the copy it was read from is damaged");
    }

    private void sendChunk() {
        if (!chunk.hasRemaining()) {
            if (offset == blob.size()) {
                end(chunk);
            } else {
                readOn();
            }
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(session)
                .method("PATCH", body(chunk))
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", offset + "-" + (offset + chunk.remaining() - 1))
                .timeout(REQUEST.plusSeconds(chunk.remaining() / SLOWEST));
        send(request, ACCEPTED, "upload", (reply, failure) -> {
            if (failure != null) {
                trouble(failure, this::look);
            } else {
                session = location(reply);
                goOnFrom(UploadRange.end(reply, offset + chunk.remaining()));
            }
        });
    }

    /** Asks how much has arrived. */
    private void look() {
        send(HttpRequest.newBuilder(session).GET(), 204, "ask for the upload of", (reply, failure) -> {
            if (failure == null) {
                session = location(reply);
                goOnFrom(UploadRange.end(reply, 0));
            } else if (failure.reason() == Reason.NOT_FOUND || failure.reason() == Reason.INVALID) {
                begin();
            } else {
                trouble(failure, this::look);
            }
        });
    }

    private void goOnFrom(long arrived) {
        long skipped = arrived - offset;
        if (skipped >= 0 && skipped <= chunk.remaining()) {
            chunk.position(chunk.position() + (int) skipped);
            moved(arrived);
            sendChunk();
        } else if (arrived >= 0 && arrived <= reading.reached()) {
            moved(arrived);
            readFrom(arrived);
        } else {
            pause(failure(Reason.UNEXPECTED, "it says that " + arrived + " bytes have arrived", ""), this::begin);
        }
    }

    private void end(ByteBuffer rest) {
        String query = session.getRawQuery() == null ? "?" : "&";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(session + query + "digest=" + blob.digest()))
                .PUT(body(rest))
                .header("Content-Type", "application/octet-stream")
                .timeout(ENDING);
        send(request, CREATED, "end the upload of", (reply, failure) -> {
            if (failure == null) {
                moved(blob.size());
                result.complete(null);
            } else {
                trouble(failure, this::lookWhetherThere);
            }
        });
    }

    /** The request that was answered with a failure may have been carried out. */
    private void lookWhetherThere() {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri(repository + "/blobs/" + blob.digest()))
                .method("HEAD", BodyPublishers.noBody());
        send(request, 200, "look for", (reply, failure) -> {
            if (failure == null) {
                moved(blob.size());
                result.complete(null);
            } else if (failure.reason() == Reason.NOT_FOUND) {
                look();
            } else {
                trouble(failure, this::lookWhetherThere);
            }
        });
    }

    /** Goes on elsewhere after a pause, unless that is hopeless. */
    private void trouble(HttpFailure failure, Runnable next) {
        boolean sessionLost = session != null && (failure.reason() == Reason.NOT_FOUND || failure.status() == 416);
        if (failure.passing() || sessionLost) {
            pause(failure, next);
        } else {
            result.completeExceptionally(failure);
        }
    }

    private void pause(HttpFailure why, Runnable next) {
        troubles++;
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << (troubles - 1));
        Duration own = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        Duration asked = why.retryAfter().orElse(Duration.ZERO);
        if (troubles > TROUBLES || asked.compareTo(LONGEST_ASKED) > 0) {
            result.completeExceptionally(why);
        } else {
            endpoint.scheduler().after(asked.compareTo(own) > 0 ? asked : own, next);
        }
    }

    private void send(HttpRequest.Builder request, int wanted, String verb, BiConsumer<Reply, HttpFailure> then) {
        String doing = verb + " blob " + blob.digest() + " of " + repository;
        endpoint.sendOnce(Scope.push(repository), doing, request, status -> status == wanted)
                .whenComplete((reply, failure) -> {
                    HttpFailure refused =
                            failure == null ? null : HttpFailure.in(failure).orElse(null);
                    if (failure != null && refused == null) {
                        result.completeExceptionally(failure);
                        return;
                    }
                    try {
                        then.accept(reply, refused);
                    } catch (HttpFailure e) {
                        result.completeExceptionally(e);
                    }
                });
    }

    private URI location(Reply reply) {
        String location = reply.header("Location").orElse("");
        if (location.isEmpty() && session != null) {
            return session;
        }
        try {
            if (!location.isEmpty()) {
                URI next = reply.uri().resolve(location);
                // fails where no request can go
                HttpRequest.newBuilder(next);
                return next;
            }
            throw reply.unexpected("it does not say where the upload goes on");
        } catch (IllegalArgumentException e) {
            throw reply.unexpected("it says that the upload goes on at an address that is none");
        }
    }

    private static HttpRequest.BodyPublisher body(ByteBuffer bytes) {
        return bytes.hasRemaining()
                ? BodyPublishers.fromPublisher(new Slices(bytes), bytes.remaining())
                : BodyPublishers.noBody();
    }

    private HttpFailure failure(Reason reason, String what, String advice) {
        String doing = "upload blob " + blob.digest() + " of " + repository;
        return new HttpFailure(endpoint.caller().system(), doing, reason, 0, what, advice);
    }
}
