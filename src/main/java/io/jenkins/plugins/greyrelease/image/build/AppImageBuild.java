package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.build.BaseDefinition.Settings;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Kind;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Mode;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Part;
import io.jenkins.plugins.greyrelease.image.checkout.Checkout;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Builds an application's image: a base, the artifact, and its configuration as the last layer. */
public final class AppImageBuild {
    private static final String USUAL_FOLDER = "/app";

    private final Workbench bench;
    private final Destination destination;
    private final Request request;
    private volatile ImageBuild build;

    /**
     * What to build.
     *
     * @param app name of its repository
     * @param tag it gets
     * @param base what it stands on: an image, or the type whose released base image is meant
     * @param content its files
     * @param platforms none: those of the base, see {@link Base#read}
     * @param labels of its own
     * @param origin what it was built from
     */
    public record Request(
            String app,
            String tag,
            Stands base,
            Content content,
            List<Platform> platforms,
            SortedMap<String, String> labels,
            Origin origin) {}

    /**
     * What an application stands on.
     *
     * @param image empty: the released base image of the type
     * @param type empty: the image
     */
    public record Stands(Optional<ImageRef> image, Optional<String> type) {}

    /**
     * An application's files.
     *
     * @param artifact archive or folder in the workspace
     * @param into where it goes; empty: where the base wants it, else {@code /app}
     * @param config folder in the workspace whose files are the last layer
     * @param configInto where those go; empty: where the artifact goes
     * @param allowed files that look like credentials and are wanted
     * @param command what is run; empty: what the base says, or the artifact's main class
     */
    public record Content(
            String artifact,
            Optional<String> into,
            Optional<String> config,
            Optional<String> configInto,
            List<String> allowed,
            List<String> command) {}

    /** Makes ready to build; does nothing yet. */
    public AppImageBuild(Workbench bench, Destination destination, Request request) {
        this.bench = bench;
        this.destination = destination;
        this.request = request;
    }

    /** What it does now, in words. */
    public String status() {
        ImageBuild running = build;
        return running == null ? "reads the base image" : running.status();
    }

    /**
     * Builds it. Doing it again does nothing more.
     *
     * @return fails with {@link BuildFailure}, {@link LayerException} or
     *     {@link io.jenkins.plugins.greyrelease.http.HttpFailure}
     */
    public CompletableFuture<Built> build() {
        ImageRef target = destination.image(request.app(), request.tag());
        return base().thenCompose(base -> {
            bench.log().accept("built on " + base.name().orElseThrow());
            String into =
                    request.content().into().or(() -> base.label(Labels.INTO)).orElse(USUAL_FOLDER);
            return bench.withLayers(order(into), layers -> {
                ImageBuild begun = new ImageBuild(
                        bench, destination.registry(), target, List.of(new VersionTags.Tag(request.tag(), true)));
                build = begun;
                return begun.build(base, layers, addition(base, layers, into));
            });
        });
    }

    private CompletableFuture<Base> base() {
        return request.base()
                .image()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> BaseImages.released(
                        bench, destination, request.base().type().orElseThrow()))
                .thenCompose(image -> Base.read(bench.of(image), request.platforms()));
    }

    private LayerOrder order(String into) {
        Content content = request.content();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("app", Kind.ARTIFACT, content.artifact(), into, Mode.AS_THEY_ARE));
        content.config()
                .ifPresent(folder -> parts.add(new Part(
                        "configuration",
                        Kind.FILES,
                        folder,
                        content.configInto().orElse(into),
                        Mode.AS_THEY_ARE)));
        return new LayerOrder("", parts, content.allowed());
    }

    /** What was not said is taken from the checkout, and told: it is part of what is built. */
    private Origin origin(Checkout checkout) {
        Origin origin = request.origin().or(checkout);
        origin.revision().ifPresent(revision -> bench.log()
                .accept("built from " + revision
                        + origin.source()
                                .map(source -> " of " + Redaction.plain(source))
                                .orElse("")));
        if (!checkout.problem().isEmpty()) {
            bench.log()
                    .accept("the checkout does not tell all that it might: " + checkout.problem()
                            + "; say 'source', 'revision' and 'created' where they matter");
        }
        return origin;
    }

    private Assembly.Addition addition(Base base, Layers layers, String into) {
        Origin origin = origin(layers.made().checkout());
        Settings settings = new Settings(
                new TreeMap<>(),
                Optional.empty(),
                request.labels(),
                List.of(),
                command(base, layers.made().mainClass(), into),
                Optional.empty(),
                List.of());
        return new Assembly.Addition(
                layers.made().layers(), settings, origin.labels(base, request.tag()), origin.created());
    }

    /** A base image of ours that has an entrypoint knows how its applications are started. */
    private List<String> command(Base base, String mainClass, String into) {
        boolean knows = base.label(Labels.TYPE).isPresent() && base.hasEntrypoint();
        if (!request.content().command().isEmpty() || mainClass.isEmpty() || knows) {
            return request.content().command();
        }
        return List.of("java", "-cp", into, mainClass);
    }
}
