package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** Builds a version of a base image, and releases it if that is asked. */
public final class BaseImageBuild {
    private final Workbench bench;
    private final Destination destination;
    private final Request request;
    private volatile ImageBuild build;

    /**
     * What to build.
     *
     * @param type the application type it is for
     * @param tag its version, never {@link BaseImages#RELEASED}
     * @param release whether applications get it from now on
     */
    public record Request(String type, BaseDefinition definition, String tag, boolean release, Origin origin) {}

    /** @throws BuildFailure if the tag is not one for versions */
    public BaseImageBuild(Workbench bench, Destination destination, Request request) {
        if (request.tag().equals(BaseImages.RELEASED)) {
            throw new BuildFailure("tag: '" + BaseImages.RELEASED
                    + "' marks the released version; give the version a name" + " of its own and say release: true");
        }
        this.bench = bench;
        this.destination = destination;
        this.request = request;
    }

    /** What it does now, in words. */
    public String status() {
        ImageBuild running = build;
        return running == null ? "reads the image it stands on" : running.status();
    }

    /**
     * Builds it. Doing it again does nothing more.
     *
     * @return fails with {@link BuildFailure}, {@link LayerException} or
     *     {@link io.jenkins.plugins.greyrelease.http.HttpFailure}
     */
    public CompletableFuture<Built> build() {
        BaseDefinition definition = request.definition();
        ImageRef target = destination.base(request.type(), request.tag());
        return base(definition)
                .thenCompose(base -> bench.withLayers(definition.layers(), layers -> {
                    List<VersionTags.Tag> tags = VersionTags.Tag.ofBase(request.tag(), request.release());
                    ImageBuild begun = new ImageBuild(bench, destination.registry(), target, tags);
                    build = begun;
                    return begun.build(base, layers, addition(definition, base, layers));
                }))
                .whenComplete((built, failure) -> {
                    if (built != null && request.release()) {
                        bench.log().accept(BaseImages.released(request.type(), built.image()));
                    }
                });
    }

    private CompletableFuture<Base> base(BaseDefinition definition) {
        if (definition.from().equals(BaseDefinition.SCRATCH)) {
            return CompletableFuture.completedFuture(Base.scratch(definition.platforms()));
        }
        ImageRef from = ImageRef.of(definition.from());
        return Base.read(bench.of(from), definition.platforms());
    }

    private Assembly.Addition addition(BaseDefinition definition, Base base, Layers layers) {
        SortedMap<String, String> labels = request.origin().labels(base, request.tag());
        labels.put(Labels.TYPE, request.type());
        definition.into().ifPresent(folder -> labels.put(Labels.INTO, folder));
        return new Assembly.Addition(
                layers.made().layers(),
                definition.settings(),
                labels,
                request.origin().created());
    }
}
