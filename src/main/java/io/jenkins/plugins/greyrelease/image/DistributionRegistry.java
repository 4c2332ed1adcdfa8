package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * A registry over the OCI distribution protocol, version 1.1, and the Docker one it grew from: Harbor, CNCF Distribution
 * and whatever else speaks it.
 *
 * <p>Thread-safe. Futures are completed on the threads of the client's scheduler.
 */
public final class DistributionRegistry implements Registry {
    /** Bytes of a chunk: what is sent anew after a cut at most, and held in memory twice for each upload. */
    public static final int USUAL_CHUNK = 8 << 20;

    private static final IntPredicate OK_OR_NOT_FOUND = status -> status == 200 || status == 404;
    /** What a registry answers to a mount that it does not do; whether more is wrong, the upload will show. */
    private static final Set<Reason> REFUSALS =
            EnumSet.of(Reason.UNAUTHORIZED, Reason.FORBIDDEN, Reason.NOT_FOUND, Reason.INVALID);

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    private final String name;
    private final Holders holders = new Holders();
    private final Endpoint endpoint;
    private final int chunkSize;

    /**
     * @param name it is configured by
     * @param url its address, such as {@code https://harbor.example}
     * @param login who to be there, asked for whenever it is needed; does not block for long
     * @param client sends
     */
    public DistributionRegistry(String name, URI url, Supplier<Login> login, PatientClient client) {
        this(name, url, login, client, USUAL_CHUNK);
    }

    /** As above, with chunks of another size in bytes, 1 or more. */
    public DistributionRegistry(String name, URI url, Supplier<Login> login, PatientClient client, int chunkSize) {
        this.name = name;
        this.endpoint = new Endpoint(url, new Caller("registry " + name, client), login);
        this.chunkSize = chunkSize;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Void> ping() {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri("")).GET();
        return endpoint.send(Scope.none(), "sign in", request, status -> status == OK)
                .<Void>thenApply(reply -> null)
                .exceptionally(failure -> {
                    throw HttpFailure.in(failure)
                            .filter(each -> each.reason() == Reason.NOT_FOUND)
                            .map(each -> new CompletionException(noRegistry(each)))
                            .orElseGet(() -> new CompletionException(failure));
                });
    }

    private HttpFailure noRegistry(HttpFailure answer) {
        return new HttpFailure(
                answer.system(),
                "sign in",
                answer.reason(),
                answer.status(),
                answer.answer(),
                "something else answers at " + endpoint.uri("") + ": check the address of the registry");
    }

    @Override
    public CompletableFuture<Optional<Descriptor>> resolve(String repository, String reference) {
        String doing = "look for " + shown(repository, reference);
        HttpRequest.Builder request = manifestRequest(repository, reference).method("HEAD", BodyPublishers.noBody());
        return endpoint.send(Scope.pull(repository), doing, request, OK_OR_NOT_FOUND)
                .thenCompose(reply -> reply.status() == OK
                        ? described(repository, reference, reply)
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Not every registry says the digest in answer to HEAD; then the manifest is read. */
    private CompletableFuture<Optional<Descriptor>> described(String repository, String reference, Reply reply) {
        String digest = reply.header("Docker-Content-Digest").orElse("");
        String type = Manifests.type(reply);
        long size = reply.headers().firstValueAsLong("Content-Length").orElse(-1);
        return Digest.is(digest) && size >= 0 && MediaTypes.MANIFESTS.contains(type)
                ? CompletableFuture.completedFuture(Optional.of(Descriptor.of(type, Digest.of(digest), size)))
                : manifest(repository, reference).thenApply(manifest -> Optional.of(manifest.descriptor()));
    }

    @Override
    public CompletableFuture<Manifest> manifest(String repository, String reference) {
        String doing = "read " + shown(repository, reference);
        HttpRequest.Builder request = manifestRequest(repository, reference).GET();
        return endpoint.send(Scope.pull(repository), doing, request, status -> status == OK)
                .thenApply(reply -> Manifests.read(reply, reference));
    }

    @Override
    public CompletableFuture<Void> put(String repository, String reference, Manifest manifest) {
        String doing = "write " + shown(repository, reference);
        HttpRequest.Builder request = HttpRequest.newBuilder(manifestUri(repository, reference))
                .header("Content-Type", manifest.mediaType())
                .PUT(BodyPublishers.ofByteArray(manifest.bytes()));
        return endpoint.send(Scope.push(repository), doing, request, status -> status == CREATED)
                .thenAccept(reply -> {
                    String digest = reply.header("Docker-Content-Digest")
                            .orElse(manifest.digest().toString());
                    if (digest.startsWith("sha256:")
                            && !digest.equals(manifest.digest().toString())) {
                        throw reply.unexpected("it was written as " + digest + " instead of " + manifest.digest());
                    }
                });
    }

    @Override
    public CompletableFuture<Boolean> has(String repository, Digest blob) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri(repository + "/blobs/" + blob))
                .method("HEAD", BodyPublishers.noBody());
        return endpoint.send(
                        Scope.pull(repository),
                        "look for blob " + blob + " of " + repository,
                        request,
                        // a registry that sends us elsewhere for its bytes has them
                        status -> OK_OR_NOT_FOUND.test(status) || status / 100 == 3)
                .thenApply(reply -> reply.status() != 404);
    }

    @Override
    public BlobSource blob(String repository, Digest blob) {
        return new RemoteBlob(endpoint, repository, blob);
    }

    @Override
    public CompletableFuture<Boolean> mount(String repository, Digest blob, String from) {
        String doing = "mount blob " + blob + " of " + from + " in " + repository;
        URI uri = endpoint.uri(repository + "/blobs/uploads/?mount=" + blob + "&from=" + from);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody());
        return endpoint.send(
                        Scope.push(repository).mounting(from),
                        doing,
                        request,
                        status -> status == CREATED || status == ACCEPTED)
                .thenCompose(reply -> reply.status() == CREATED
                        ? CompletableFuture.completedFuture(true)
                        : forget(repository, reply).thenApply(done -> false))
                .exceptionally(failure -> {
                    if (HttpFailure.in(failure)
                            .map(HttpFailure::reason)
                            .filter(REFUSALS::contains)
                            .isPresent()) {
                        return false;
                    }
                    throw new CompletionException(failure);
                });
    }

    /** A refused mount opens an upload; nobody will use it. That it is not closed does no harm. */
    private CompletableFuture<Void> forget(String repository, Reply refused) {
        Optional<String> location = refused.header("Location");
        if (location.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(refused.uri().resolve(location.get()))
                    .DELETE();
        } catch (IllegalArgumentException e) {
            // an address that is none: there is nothing to give up
            return CompletableFuture.completedFuture(null);
        }
        return endpoint.send(Scope.push(repository), "give up an upload to " + repository, request, status -> true)
                .handle((reply, failure) -> null);
    }

    @Override
    public List<String> holders(Digest blob) {
        return holders.of(blob);
    }

    @Override
    public void held(String repository, Digest blob, boolean holds) {
        if (holds) {
            holders.add(blob, repository);
        } else {
            holders.remove(blob, repository);
        }
    }

    @Override
    public CompletableFuture<Void> upload(
            String repository, Descriptor blob, BlobSource source, UploadListener listener) {
        return new Upload(endpoint, repository, blob, source, listener, chunkSize).run();
    }

    @Override
    public CompletableFuture<List<String>> tags(String repository) {
        return new TagPages(endpoint, repository).read();
    }

    @Override
    public CompletableFuture<List<Referrer>> referrers(String repository, Digest subject) {
        String doing = "look for what refers to " + shown(repository, subject.toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri(repository + "/referrers/" + subject))
                .header("Accept", MediaTypes.OCI_INDEX)
                .GET();
        return endpoint.send(Scope.pull(repository), doing, request, OK_OR_NOT_FOUND)
                .thenCompose(reply -> reply.status() == OK
                        ? CompletableFuture.completedFuture(Manifests.referrers(reply, Optional.empty()))
                        : byTag(repository, doing, subject))
                .thenCombine(signature(repository, subject), (found, signature) -> {
                    List<Referrer> all = new ArrayList<>(found);
                    signature.ifPresent(all::add);
                    return List.copyOf(all);
                });
    }

    /** Where a registry has no referrers API, clients keep the same list under a tag of its own. */
    private CompletableFuture<List<Referrer>> byTag(String repository, String doing, Digest subject) {
        String tag = subject.algorithm() + "-" + subject.hex();
        HttpRequest.Builder request = manifestRequest(repository, tag).GET();
        return endpoint.send(Scope.pull(repository), doing, request, OK_OR_NOT_FOUND)
                .thenApply(reply -> reply.status() == OK ? Manifests.referrers(reply, Optional.of(tag)) : List.of());
    }

    private CompletableFuture<Optional<Referrer>> signature(String repository, Digest subject) {
        String tag = Referrer.cosignTag(subject);
        return resolve(repository, tag).thenApply(found -> found.map(each -> Referrer.cosign(each, tag)));
    }

    private HttpRequest.Builder manifestRequest(String repository, String reference) {
        return HttpRequest.newBuilder(manifestUri(repository, reference))
                .header("Accept", String.join(", ", MediaTypes.MANIFESTS));
    }

    private URI manifestUri(String repository, String reference) {
        return endpoint.uri(repository + "/manifests/" + reference);
    }

    private static String shown(String repository, String reference) {
        return repository + (Digest.is(reference) ? "@" : ":") + reference;
    }
}
