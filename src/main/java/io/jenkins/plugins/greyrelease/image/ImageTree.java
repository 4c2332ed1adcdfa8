package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An image with all that belongs to it: of a list, the images of all platforms.
 *
 * @param manifests in the order in which they can be written; the image itself is the last one
 */
record ImageTree(List<Manifest> manifests) {

    ImageTree {
        manifests = List.copyOf(manifests);
    }

    /** The image itself. */
    Manifest root() {
        return manifests.get(manifests.size() - 1);
    }

    /** All blobs, each once. Layers that are kept elsewhere, which registries do not hold, are left out. */
    Collection<Descriptor> blobs() {
        Map<Digest, Descriptor> distinct = new LinkedHashMap<>();
        manifests.stream()
                .flatMap(manifest -> manifest.blobs().stream())
                .filter(blob -> blob.urls().isEmpty())
                .forEach(blob -> distinct.putIfAbsent(blob.digest(), blob));
        return distinct.values();
    }

    /**
     * Reads an image with all its platforms.
     *
     * @param reference tag or digest
     * @return fails with {@link HttpFailure}, which names the platform that is missing
     */
    static CompletableFuture<ImageTree> read(Registry registry, String repository, String reference) {
        return registry.manifest(repository, reference).thenCompose(root -> children(registry, repository, root));
    }

    private static CompletableFuture<ImageTree> children(Registry registry, String repository, Manifest root) {
        CompletableFuture<List<Manifest>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (Descriptor child : root.manifests()) {
            all = all.thenCombine(child(registry, repository, root, child), (before, tree) -> {
                before.addAll(tree.manifests);
                return before;
            });
        }
        return all.thenApply(before -> {
            before.add(root);
            return new ImageTree(before);
        });
    }

    private static CompletableFuture<ImageTree> child(
            Registry registry, String repository, Manifest root, Descriptor child) {
        return read(registry, repository, child.digest().toString()).exceptionally(failure -> {
            Optional<HttpFailure> missing = HttpFailure.in(failure).filter(each -> each.reason() == Reason.NOT_FOUND);
            throw new CompletionException(missing.isEmpty() ? failure : missing(registry, repository, root, child));
        });
    }

    private static HttpFailure missing(Registry registry, String repository, Manifest root, Descriptor child) {
        return new HttpFailure(
                "registry " + registry.name(),
                "read " + repository + "@" + root.digest(),
                Reason.NOT_FOUND,
                404,
                "its image for " + shown(child) + " is missing (" + child.digest() + ")",
                "push the image again with all its platforms");
    }

    /** The platform of an entry, for people. */
    static String shown(Descriptor child) {
        return child.platform().map(Platform::toString).orElse("no named platform");
    }
}
