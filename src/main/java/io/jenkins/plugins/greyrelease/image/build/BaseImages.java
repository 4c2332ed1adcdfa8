package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Limiter;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The base images of application types and their versions. All of it is in the registry and nowhere else: the repository
 * {@code base/<type>} has a tag for each version, which stays as it is, and the tag {@code released} for the version that
 * applications get. A tag is moved by one write, so there is always exactly one released version, whoever dies when; and
 * which one it is, every tool can see.
 */
public final class BaseImages {
    /** The tag of the version that applications get. */
    public static final String RELEASED = "released";

    private static final Pattern BASE = Pattern.compile("(?:.*/)?base/([^/].*)");
    private static final int AT_ONCE = 8;

    private BaseImages() {}

    /** Says that an image is the released one of its type. */
    public static String released(String type, ImageRef image) {
        return "released: applications of type '" + type + "' stand on " + image + " from their next build on";
    }

    /**
     * A version that a registry has.
     *
     * @param tags without {@link #RELEASED}, in the registry's order; empty: it is released and has lost its tag
     * @param released whether applications get it
     * @param created when it counts as created; {@link Instant#EPOCH}: it does not say
     */
    public record Version(Digest digest, List<String> tags, boolean released, Instant created) {
        public Version {
            tags = List.copyOf(tags);
        }

        /** Its name for people: the tag, or the beginning of the digest. */
        public String shown() {
            return tags.isEmpty() ? digest.shown() : tags.get(0);
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

    /**
     * The type of application that a repository has base images for, if it is one of {@code buildBaseImage}.
     *
     * <p>Example: {@code tomcat} of {@code shop/base/tomcat}.
     */
    public static Optional<String> type(String repository) {
        Matcher parts = BASE.matcher(repository);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /**
     * The versions of a base image, those of one digest together.
     *
     * @param repository such as {@code shop/base/tomcat}
     * @return fails with {@link HttpFailure}
     */
    public static CompletableFuture<BaseVersions> versions(Registry registry, String repository) {
        return registry.tags(repository)
                .thenCompose(tags -> new Limiter(AT_ONCE).all(tags, tag -> version(registry, repository, tag)))
                .thenApply(found ->
                        BaseVersions.of(found.stream().flatMap(Optional::stream).toList()));
    }

    /** Empty: the tag is gone meanwhile. */
    private static CompletableFuture<Optional<Version>> version(Registry registry, String repository, String tag) {
        return registry.manifest(repository, tag).handle((manifest, failure) -> {
            if (failure == null) {
                boolean released = tag.equals(RELEASED);
                return Optional.of(new Version(
                        manifest.digest(), released ? List.of() : List.of(tag), released, created(manifest)));
            }
            if (HttpFailure.in(failure)
                    .filter(each -> each.reason() == HttpFailure.Reason.NOT_FOUND)
                    .isPresent()) {
                return Optional.empty();
            }
            throw new CompletionException(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        });
    }

    private static Instant created(Manifest manifest) {
        try {
            return Instant.parse(manifest.annotations().getOrDefault(Labels.CREATED, ""));
        } catch (DateTimeParseException e) {
            // it was built elsewhere
            return Instant.EPOCH;
        }
    }
}
