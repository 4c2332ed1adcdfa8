package io.jenkins.plugins.greyrelease.image.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What an image says of its base, in the annotations and labels of the OCI image specification: {@code buildImage} writes
 * them, and other tools do.
 *
 * @param image the image itself
 * @param base digest of the base; empty: it says nothing
 * @param name of the base as it was named; empty: it says nothing
 */
public record BuiltOn(Digest image, Optional<Digest> base, Optional<String> name) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

    /**
     * Asks an image: its annotations; of a list, those of its first platform, too; then the labels of the configuration.
     *
     * @param reference tag or digest
     * @return fails with {@link io.jenkins.plugins.greyrelease.http.HttpFailure}, or a {@link BuildFailure} if the registry
     *     has something else than it says
     */
    public static CompletableFuture<BuiltOn> read(Registry registry, String repository, String reference) {
        return registry.manifest(repository, reference).thenCompose(manifest -> said(registry, repository, manifest)
                .thenApply(texts -> of(manifest.digest(), texts)));
    }

    private static BuiltOn of(Digest image, Map<String, String> texts) {
        return new BuiltOn(
                image,
                Optional.ofNullable(texts.get(Labels.BASE_DIGEST))
                        .filter(Digest::is)
                        .map(Digest::of),
                Optional.ofNullable(texts.get(Labels.BASE_NAME)).filter(text -> !text.isBlank()));
    }

    private static CompletableFuture<Map<String, String>> said(
            Registry registry, String repository, Manifest manifest) {
        if (manifest.annotations().containsKey(Labels.BASE_DIGEST)) {
            return CompletableFuture.completedFuture(manifest.annotations());
        }
        if (manifest.isIndex()) {
            // attestations are entries of a list without a platform of their own
            Optional<Descriptor> first = manifest.manifests().stream()
                    .filter(each -> each.platform()
                            .filter(platform -> !platform.os().equals("unknown"))
                            .isPresent())
                    .findFirst();
            return first.isEmpty()
                    ? CompletableFuture.completedFuture(Map.of())
                    : registry.manifest(repository, first.get().digest().toString())
                            .thenCompose(each -> said(registry, repository, each));
        }
        if (manifest.blobs().isEmpty() || !isConfig(manifest.blobs().get(0))) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return Bytes.read(registry, repository, manifest.blobs().get(0)).thenApply(BuiltOn::labels);
    }

    /** What else is kept in registries, such as charts, has a configuration of its own kind. */
    private static boolean isConfig(Descriptor blob) {
        return blob.mediaType().equals(Assembly.CONFIG) || blob.mediaType().equals(DOCKER_CONFIG);
    }

    private static Map<String, String> labels(byte[] config) {
        Map<String, String> labels = new HashMap<>();
        try {
            JsonNode all = JSON.readTree(config).at("/config/Labels");
            all.properties()
                    .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        } catch (IOException e) {
            throw new BuildFailure("the configuration of the image is no JSON: " + e.getMessage());
        }
        return labels;
    }
}
