package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.BlobSource;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.MediaTypes;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.image.UploadListener;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Brings an image to its registry: the layers of the base (mounted from whatever repository of that registry is known to
 * have them, else streamed), the new layers, configurations, manifests, and last of all the tag. What is there already costs no bytes; doing it twice
 * does nothing the second time. Ends by asking the registry what the tag stands for.
 *
 * <p>Threads: what the registry uses; nothing blocks.
 */
final class ImageBuild {
    private static final int AT_ONCE = 3;

    private final Registry registry;
    private final ImageRef target;
    private final List<VersionTags.Tag> tags;
    private final Workbench bench;
    private final AtomicLong uploaded = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private volatile String doing = "begins";
    private CompletableFuture<Optional<String>> twin;

    /**
     * @param registry where the image goes
     * @param target where exactly
     * @param tags it gets there, one after the other
     */
    ImageBuild(Workbench bench, Registry registry, ImageRef target, List<VersionTags.Tag> tags) {
        this.bench = bench;
        this.registry = registry;
        this.target = target;
        this.tags = List.copyOf(tags);
    }

    /** What it does now, in words. */
    String status() {
        return doing;
    }

    /**
     * Builds it.
     *
     * @param layers those of the addition
     * @return fails with {@link BuildFailure} or {@link io.jenkins.plugins.greyrelease.http.HttpFailure}
     */
    CompletableFuture<Built> build(Base base, Layers layers, Assembly.Addition addition) {
        return baseLayers(base)
                .thenCompose(done -> Lanes.over(layers.made().layers(), AT_ONCE, layer -> layer(layers, layer)))
                .thenCompose(done -> documents(base, addition))
                .thenCompose(whole -> tag(whole, base));
    }

    private CompletableFuture<Void> baseLayers(Base base) {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        base.parts().values().forEach(part -> part.layers().stream()
                // those with addresses of their own are in no registry
                .filter(layer -> layer.urls().isEmpty())
                .forEach(layer -> blobs.put(layer.digest(), layer)));
        return Lanes.over(blobs.values(), AT_ONCE, layer -> baseLayer(base, layer));
    }

    private CompletableFuture<?> baseLayer(Base base, Descriptor layer) {
        ImageRef from = base.name().orElseThrow();
        doing = "brings layer " + layer.digest().shown() + " of the base to " + place();
        return unlessThere(layer, () -> mounted(base, layer).thenCompose(mounted -> {
                    if (mounted) {
                        kept.addAndGet(layer.size());
                        return CompletableFuture.completedFuture(null);
                    }
                    bench.log()
                            .accept("layer " + layer.digest().shown() + " of the base comes from " + from.registry()
                                    + " (" + Sizes.of(layer.size()) + ")");
                    return upload(layer, base.registry().blob(from.repository(), layer.digest()));
                }))
                .thenRun(() -> registry.held(target.repository(), layer.digest(), true));
    }

    /**
     * Mounts a layer from where it is in this registry. The registry itself is the cache of bases that come from elsewhere:
     * one application's image brings the layers, those of all others mount them.
     */
    private CompletableFuture<Boolean> mounted(Base base, Descriptor layer) {
        return twin(base).thenCompose(twin -> {
            Set<String> places = new LinkedHashSet<>(registry.holders(layer.digest()));
            twin.ifPresent(places::add);
            places.remove(target.repository());
            CompletableFuture<Boolean> mounted = CompletableFuture.completedFuture(false);
            for (String place : places) {
                mounted = mounted.thenCompose(
                        done -> done ? CompletableFuture.completedFuture(true) : mount(layer, place));
            }
            return mounted;
        });
    }

    private CompletableFuture<Boolean> mount(Descriptor layer, String place) {
        return registry.mount(target.repository(), layer.digest(), place).thenApply(done -> {
            if (!done) {
                registry.held(place, layer.digest(), false);
            }
            return done;
        });
    }

    /** The repository of this registry that has the base itself: its own, or of the same path, as after harborSync. */
    private synchronized CompletableFuture<Optional<String>> twin(Base base) {
        if (twin == null) {
            ImageRef from = base.name().orElseThrow();
            twin = from.registry().equals(target.registry())
                    ? CompletableFuture.completedFuture(Optional.of(from.repository()))
                    : registry.resolve(from.repository(), from.reference())
                            .thenApply(found -> found.map(same -> from.repository()))
                            // such as of a project that we may not see: then it is none to mount from
                            .exceptionally(failure -> Optional.empty());
        }
        return twin;
    }

    private CompletableFuture<?> layer(Layers layers, LayerFile layer) {
        Descriptor blob = Assembly.descriptor(layer);
        doing = "uploads layer '" + layer.name() + "' to " + place();
        return unlessThere(blob, () -> upload(blob, layers.source(layer)).thenRun(() -> bench.log()
                .accept("layer '" + layer.name() + "' uploaded: " + layer.files() + " files, "
                        + Sizes.of(layer.size()))));
    }

    private CompletableFuture<?> unlessThere(Descriptor blob, Supplier<CompletableFuture<?>> otherwise) {
        bench.halt().check();
        return registry.has(target.repository(), blob.digest()).thenCompose(there -> {
            if (there) {
                kept.addAndGet(blob.size());
                return CompletableFuture.completedFuture(null);
            }
            return otherwise.get();
        });
    }

    private CompletableFuture<Void> upload(Descriptor blob, BlobSource source) {
        UploadListener counting = uploaded::addAndGet;
        return registry.upload(target.repository(), blob, source, counting);
    }

    /** Configuration and manifest of each platform, and the index over them where there are several. */
    private CompletableFuture<Manifest> documents(Base base, Assembly.Addition addition) {
        doing = "writes the manifest to " + place();
        Map<Platform, Manifest> manifests = new LinkedHashMap<>();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (Map.Entry<Platform, Base.Part> part : base.parts().entrySet()) {
            byte[] config = Assembly.config(part.getValue().config(), part.getKey(), addition);
            Descriptor described = Descriptor.of(Assembly.CONFIG, Digest.sha256(config), config.length);
            Manifest manifest = Manifest.of(
                    MediaTypes.OCI_MANIFEST, Assembly.manifest(part.getValue().manifest(), described, addition));
            manifests.put(part.getKey(), manifest);
            all = all.thenCompose(done -> unlessThere(described, () -> upload(described, Bytes.source(config))))
                    .thenCompose(done -> put(manifest));
        }
        if (manifests.size() == 1) {
            Manifest only = manifests.values().iterator().next();
            return all.thenApply(done -> only);
        }
        Map<Platform, Descriptor> listed = new LinkedHashMap<>();
        manifests.forEach((platform, manifest) -> listed.put(platform, manifest.descriptor()));
        Manifest index = Manifest.of(MediaTypes.OCI_INDEX, Assembly.index(listed, addition.labels()));
        return all.thenCompose(done -> put(index)).thenApply(done -> index);
    }

    private CompletableFuture<Void> put(Manifest manifest) {
        return registry.put(target.repository(), manifest.digest().toString(), manifest);
    }

    private CompletableFuture<Built> tag(Manifest whole, Base base) {
        doing = "sets the tags of " + place();
        return new VersionTags(bench, registry, target.repository())
                .set(tags, whole)
                .thenApply(done -> new Built(
                        target.at(whole.digest()),
                        base.name(),
                        base.parts().keySet().stream().toList(),
                        uploaded.get(),
                        kept.get()));
    }

    private String place() {
        return target.repository() + " at registry " + registry.name();
    }
}
