package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sets the tags of an image that is in its repository: the tag of a version never changes its image, others are moved. After
 * each the registry is asked what it stands for.
 */
public final class VersionTags {
    private final Workbench bench;
    private final Registry registry;
    private final String repository;

    /**
     * A tag that an image gets.
     *
     * @param movable whether it may have stood for another image
     */
    public record Tag(String name, boolean movable) {

        /** Those of a version of a base image, and of the released one if it is that. */
        public static List<Tag> ofBase(String version, boolean release) {
            List<Tag> tags = new ArrayList<>(List.of(new Tag(version, false)));
            if (release) {
                tags.add(new Tag(BaseImages.RELEASED, true));
            }
            return tags;
        }
    }

    /** @param repository where the image is */
    public VersionTags(Workbench bench, Registry registry, String repository) {
        this.bench = bench;
        this.registry = registry;
        this.repository = repository;
    }

    /**
     * Sets tags, one after the other.
     *
     * @return fails with {@link BuildFailure} where one stands for another image and may not be moved, or with {@link
     *     io.jenkins.plugins.greyrelease.http.HttpFailure}
     */
    public CompletableFuture<Void> set(List<Tag> tags, Manifest whole) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Tag tag : tags) {
            all = all.thenCompose(done -> set(tag, whole));
        }
        return all;
    }

    private CompletableFuture<Void> set(Tag tag, Manifest whole) {
        bench.halt().check();
        return registry.resolve(repository, tag.name())
                .thenCompose(before -> {
                    Optional<Digest> other =
                            before.map(Descriptor::digest).filter(digest -> !digest.equals(whole.digest()));
                    if (other.isPresent() && !tag.movable()) {
                        throw new BuildFailure(
                                "the version " + tag.name() + " of " + place() + " is there and is another"
                                        + " image, " + other.get() + "; versions stay what they are: give this one, "
                                        + whole.digest() + ", a new 'tag'");
                    }
                    other.ifPresent(digest -> bench.log()
                            .accept("the tag " + tag.name() + " of " + place() + " is moved; it stood for " + digest));
                    return before.isPresent() && other.isEmpty()
                            ? CompletableFuture.completedFuture(null)
                            : registry.put(repository, tag.name(), whole);
                })
                .thenCompose(done -> proven(tag.name(), whole.digest()));
    }

    /** Asks the registry, since an answer to a write says only that somebody took it. */
    private CompletableFuture<Void> proven(String tag, Digest digest) {
        return registry.resolve(repository, tag).thenAccept(found -> {
            if (found.filter(now -> now.digest().equals(digest)).isEmpty()) {
                throw new BuildFailure(
                        "the tag " + tag + " of " + place() + " was set to " + digest + " and stands for "
                                + found.map(now -> now.digest().toString()).orElse("nothing")
                                + "; somebody else writes it too, or it is protected: take another tag");
            }
        });
    }

    private String place() {
        return repository + " at registry " + registry.name();
    }
}
