package io.jenkins.plugins.greyrelease.image.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The image that another one is built on, read from its registry: for each wanted platform its documents.
 *
 * @param name as it was asked for, with the digest it had at that moment; empty: no image, {@code scratch}
 * @param registry where it is; null for {@code scratch}
 * @param parts by platform, in the order they were wanted
 */
public record Base(Optional<ImageRef> name, Registry registry, Map<Platform, Part> parts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The documents for one platform. */
    public record Part(JsonNode manifest, JsonNode config, List<Descriptor> layers) {}

    /** No image at all. */
    public static Base scratch(List<Platform> wanted) {
        Map<Platform, Part> parts = new LinkedHashMap<>();
        (wanted.isEmpty() ? List.of(Platforms.USUAL) : wanted)
                .forEach(platform ->
                        parts.put(platform, new Part(JSON.createObjectNode(), JSON.createObjectNode(), List.of())));
        return new Base(Optional.empty(), null, parts);
    }

    /** Its digest; empty for {@code scratch}. */
    public Optional<Digest> digest() {
        return name.flatMap(ImageRef::digest);
    }

    /** A label of its first platform, if there is one. */
    public Optional<String> label(String key) {
        JsonNode value = first().config().at("/config/Labels").path(key);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Whether it says itself what is to be run. */
    boolean hasEntrypoint() {
        return !first().config().at("/config/Entrypoint").isEmpty();
    }

    private Part first() {
        return parts.values().iterator().next();
    }

    /**
     * Reads an image.
     *
     * @param wanted platforms; none: its own, and of several {@link Platforms#USUAL}
     * @return fails with a {@link BuildFailure} if it is not there, or not for a platform
     */
    public static CompletableFuture<Base> read(Place place, List<Platform> wanted) {
        Registry registry = place.registry();
        ImageRef image = place.image();
        return registry.resolve(image.repository(), image.reference()).thenCompose(found -> {
            Digest digest = found.orElseThrow(() -> new BuildFailure("the base image " + image
                            + " is not there: registry " + registry.name() + " knows no '" + image.reference() + "' of "
                            + image.repository() + "; build or push it first, or name another"))
                    .digest();
            return new Reading(registry, image.at(digest), wanted).read();
        });
    }

    /** One reading. */
    private record Reading(Registry registry, ImageRef image, List<Platform> wanted) {

        CompletableFuture<Base> read() {
            return manifest(image.reference()).thenCompose(manifest -> {
                if (!manifest.isIndex()) {
                    return part(manifest).thenApply(this::single);
                }
                Map<Platform, Part> parts = new LinkedHashMap<>();
                List<Platform> each = wanted.isEmpty() ? List.of(Platforms.USUAL) : wanted;
                CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
                for (Platform platform : each) {
                    String reference = choose(manifest, platform).digest().toString();
                    all = all.thenCompose(done -> manifest(reference))
                            .thenCompose(this::part)
                            .thenAccept(part -> parts.put(platform, part));
                }
                return all.thenApply(done -> new Base(Optional.of(image), registry, parts));
            });
        }

        private CompletableFuture<Manifest> manifest(String reference) {
            return registry.manifest(image.repository(), reference);
        }

        private Descriptor choose(Manifest index, Platform platform) {
            return index.manifests().stream()
                    .filter(each -> each.platform()
                            .filter(has -> Platforms.fits(has, platform))
                            .isPresent())
                    .findFirst()
                    .orElseThrow(() -> missing(
                            platform,
                            index.manifests().stream()
                                    .flatMap(each -> each.platform().stream())
                                    .filter(has -> !has.os().equals("unknown"))
                                    .map(Platform::toString)
                                    .distinct()
                                    .collect(Collectors.joining(", "))));
        }

        private BuildFailure missing(Platform platform, String has) {
            return new BuildFailure("the base image " + image + " has nothing for " + platform + ", only for " + has
                    + "; take another base, or leave the platform out of 'platforms'");
        }

        private CompletableFuture<Part> part(Manifest manifest) {
            List<Descriptor> blobs = manifest.blobs();
            return Bytes.read(registry, image.repository(), blobs.get(0))
                    .thenApply(config -> new Part(
                            json(manifest.bytes()), json(config), new ArrayList<>(blobs.subList(1, blobs.size()))));
        }

        private JsonNode json(byte[] document) {
            try {
                return JSON.readTree(document);
            } catch (IOException e) {
                throw new BuildFailure(
                        "the base image " + image + " has a configuration that is no JSON: " + e.getMessage());
            }
        }

        private Base single(Part part) {
            String variant = part.config().path("variant").asText("");
            Platform has = new Platform(
                    part.config().path("os").asText("linux"),
                    part.config().path("architecture").asText(Platforms.USUAL.architecture()),
                    variant.isEmpty() ? Optional.empty() : Optional.of(variant));
            for (Platform platform : wanted) {
                if (!Platforms.fits(has, platform)) {
                    throw missing(platform, has.toString());
                }
            }
            return new Base(Optional.of(image), registry, Map.of(has, part));
        }
    }
}
