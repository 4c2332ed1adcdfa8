package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The base images of application types and their versions. All of it is in the registry and nowhere else: the repository
 * {@code base/<type>} has a tag for each version, which stays as it is, and the tag {@code released} for the version that
 * applications get. A tag is moved by one write, so there is always exactly one released version, whoever dies when; and
 * which one it is, every tool can see.
 */
public final class BaseImages {
    /** The tag of the version that applications get. */
    public static final String RELEASED = "released";

    private BaseImages() {}

    /**
     * A version that a registry has.
     *
     * @param tags without {@link #RELEASED}, in the registry's order; empty: it is released and has lost its tag
     * @param released whether applications get it
     */
    public record Version(Digest digest, List<String> tags, boolean released) {
        public Version {
            tags = List.copyOf(tags);
        }
    }

    /**
     * The newest released base image of a type: in the destination's own project first, then in the registry's
     * {@code base}.
     *
     * @return fails with a {@link BuildFailure} if there is none
     */
    static CompletableFuture<ImageRef> released(Workbench bench, Destination destination, String type) {
        Set<ImageRef> places = new LinkedHashSet<>(
                List.of(destination.base(type, RELEASED), destination.top().base(type, RELEASED)));
        CompletableFuture<Optional<ImageRef>> found = CompletableFuture.completedFuture(Optional.empty());
        for (ImageRef image : places) {
            Place place = new Place(destination.registry(), image);
            found = found.thenCompose(
                    before -> before.isPresent() ? CompletableFuture.completedFuture(before) : released(place));
        }
        ImageRef last = destination.top().base(type, RELEASED);
        // where images can be made up, one is now
        found = found.thenCompose(
                before -> before.isPresent() ? CompletableFuture.completedFuture(before) : released(bench.of(last)));
        return found.thenApply(image -> image.orElseThrow(() -> new BuildFailure("no base image of type '" + type
                + "' is released at registry " + destination.registry().name() + ": looked for "
                + String.join(" and ", places.stream().map(ImageRef::toString).toList())
                + "; build one with buildBaseImage and release: true, or name the image with 'base'")));
    }

    private static CompletableFuture<Optional<ImageRef>> released(Place place) {
        return place.registry()
                .resolve(place.image().repository(), RELEASED)
                .thenApply(now -> now.map(descriptor -> place.image().at(descriptor.digest())));
    }

    /** The versions of a type's base image, those of one digest together; empty if there are none. */
    public static CompletableFuture<List<Version>> versions(Destination destination, String type) {
        String repository = destination.base(type, RELEASED).repository();
        return destination.registry().tags(repository).thenCompose(tags -> {
            List<Version> versions = new ArrayList<>();
            CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
            for (String tag : tags) {
                all = all.thenCompose(done -> destination.registry().resolve(repository, tag))
                        .thenAccept(
                                found -> found.map(Descriptor::digest).ifPresent(digest -> add(versions, digest, tag)));
            }
            return all.thenApply(done -> List.copyOf(versions));
        });
    }

    private static void add(List<Version> versions, Digest digest, String tag) {
        boolean released = tag.equals(RELEASED);
        for (int i = 0; i < versions.size(); i++) {
            Version known = versions.get(i);
            if (known.digest().equals(digest)) {
                List<String> tags = new ArrayList<>(known.tags());
                if (!released) {
                    tags.add(tag);
                }
                versions.set(i, new Version(digest, tags, known.released() || released));
                return;
            }
        }
        versions.add(new Version(digest, released ? List.of() : List.of(tag), released));
    }
}
