package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Whether a registry has an image, as it itself answers: every manifest is read and its bytes are checked against the
 * digest, and every blob is asked for. What a replication says of itself counts for nothing.
 *
 * @param digest the image or list of images that was asked for
 * @param missing what the registry does not have of it, each in a few words; empty: it is whole
 */
public record Proof(Digest digest, List<String> missing) {
    private static final int LOOKS = 8;

    public Proof {
        missing = List.copyOf(missing);
    }

    /** Whether the registry has all of it. */
    public boolean whole() {
        return missing.isEmpty();
    }

    /** Asks a registry. @return fails with {@link HttpFailure} where it does not answer */
    public static CompletableFuture<Proof> of(Registry registry, String repository, Digest digest) {
        Limiter limiter = new Limiter(LOOKS);
        return look(registry, repository, digest, "the image", limiter)
                .thenApply(missing -> new Proof(digest, missing));
    }

    private static CompletableFuture<List<String>> look(
            Registry registry, String repository, Digest digest, String what, Limiter limiter) {
        CompletableFuture<Optional<Manifest>> manifest = limiter.run(
                () -> registry.manifest(repository, digest.toString()).handle((read, failure) -> {
                    if (failure == null) {
                        return Optional.of(read);
                    }
                    if (HttpFailure.in(failure)
                            .filter(each -> each.reason() == Reason.NOT_FOUND)
                            .isPresent()) {
                        return Optional.empty();
                    }
                    throw new CompletionException(failure);
                }));
        return manifest.thenCompose(read -> read.isEmpty()
                ? CompletableFuture.completedFuture(List.of(what + " (" + digest + ")"))
                : parts(registry, repository, read.get(), limiter));
    }

    private static CompletableFuture<List<String>> parts(
            Registry registry, String repository, Manifest manifest, Limiter limiter) {
        List<CompletableFuture<List<String>>> all = new ArrayList<>();
        for (Descriptor child : manifest.manifests()) {
            all.add(look(registry, repository, child.digest(), "its image for " + ImageTree.shown(child), limiter));
        }
        for (Descriptor blob : manifest.blobs()) {
            if (blob.urls().isEmpty()) {
                all.add(limiter.run(() -> registry.has(repository, blob.digest()))
                        .thenApply(there -> there ? List.of() : List.of("blob " + blob.digest())));
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        all.stream().flatMap(each -> each.join().stream()).toList());
    }
}
