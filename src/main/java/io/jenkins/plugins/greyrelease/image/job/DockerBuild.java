package io.jenkins.plugins.greyrelease.image.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.build.Base;
import io.jenkins.plugins.greyrelease.image.build.BaseImages;
import io.jenkins.plugins.greyrelease.image.build.BuildFailure;
import io.jenkins.plugins.greyrelease.image.build.Built;
import io.jenkins.plugins.greyrelease.image.build.Bytes;
import io.jenkins.plugins.greyrelease.image.build.Destination;
import io.jenkins.plugins.greyrelease.image.build.Labels;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Origin;
import io.jenkins.plugins.greyrelease.image.build.Place;
import io.jenkins.plugins.greyrelease.image.build.Sizes;
import io.jenkins.plugins.greyrelease.image.build.VersionTags;
import io.jenkins.plugins.greyrelease.image.build.Workbench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Builds a version of a base image from a Dockerfile: with the images it stands on as they are now, in a Job of a cluster,
 * pushed by its digest. The registry is asked what is there, and only then the version's tag is set.
 */
public final class DockerBuild {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workbench bench;
    private final Site site;
    private final Destination destination;
    private final Request request;
    private final ImageRef target;
    private volatile String doing = "reads the images it stands on";
    private volatile BuildJob job;

    /**
     * What to build.
     *
     * @param type the application type it is for
     * @param folder the context, from the workspace
     * @param tag its version, never {@link BaseImages#RELEASED}
     * @param release whether applications get it from now on
     * @param allow files that may be in the context although they look like credentials
     */
    public record Request(
            String type,
            String folder,
            Dockerfile dockerfile,
            String tag,
            boolean release,
            Origin origin,
            List<String> allow) {}

    public DockerBuild(Workbench bench, Site site, Destination destination, Request request) {
        this.bench = bench;
        this.site = site;
        this.destination = destination;
        this.request = request;
        this.target = destination.base(request.type(), request.tag());
    }

    /** What it does now, in words. */
    public String status() {
        BuildJob running = job;
        return running == null ? doing : running.status();
    }

    /**
     * Builds it. Begun again after a restart it goes on with the Job that it finds.
     *
     * @return fails with {@link BuildFailure}, {@link io.jenkins.plugins.greyrelease.image.build.LayerException} or {@link
     *     io.jenkins.plugins.greyrelease.http.HttpFailure}
     */
    public CompletableFuture<Built> build() {
        request.dockerfile().remarks().forEach(bench.log());
        Platform platform = Platform.of(site.where().platform());
        return base(platform).thenCompose(base -> pins().thenCompose(pins -> context()
                .thenCompose(context -> run(base, pins, context))
                .thenApply(manifest ->
                        new Built(target.at(manifest.digest()), base.name(), List.of(platform), size(manifest), 0))));
    }

    private CompletableFuture<Base> base(Platform platform) {
        return request.dockerfile()
                .base()
                .map(image -> Base.read(bench.of(image), List.of(platform)))
                .orElseGet(() -> CompletableFuture.completedFuture(Base.scratch(List.of(platform))));
    }

    /** A tag that is moved while the Job waits for its node changes nothing. */
    private CompletableFuture<SortedMap<String, ImageRef>> pins() {
        SortedMap<String, ImageRef> pins = new TreeMap<>();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (ImageRef image : request.dockerfile().images().values()) {
            all = all.thenCompose(done -> {
                Place place = bench.of(image);
                ImageRef there = place.image();
                return place.registry()
                        .resolve(there.repository(), there.reference())
                        .thenAccept(found -> {
                            Digest digest = found.orElseThrow(() -> new BuildFailure("the image " + image
                                            + ", which the Dockerfile names, is not there: registry "
                                            + place.registry().name() + " knows no '" + there.reference() + "' of "
                                            + there.repository() + "; build or push it first, or name another"))
                                    .digest();
                            if (image.digest().isEmpty()) {
                                pins.put(
                                        familiar(image),
                                        new ImageRef(
                                                image.registry(),
                                                image.repository(),
                                                Optional.empty(),
                                                Optional.of(digest)));
                            }
                        });
            });
        }
        return all.thenApply(done -> pins);
    }

    /** As BuildKit looks an image up that a Dockerfile names: {@code docker.io/library/php:latest} is {@code php}. */
    static String familiar(ImageRef image) {
        String path = !image.registry().equals("docker.io")
                ? image.registry() + "/" + image.repository()
                : image.repository().startsWith("library/")
                        ? image.repository().substring("library/".length())
                        : image.repository();
        return path
                + image.tag()
                        .filter(tag -> !tag.equals("latest"))
                        .map(tag -> ":" + tag)
                        .orElse("");
    }

    private CompletableFuture<byte[]> context() {
        doing = "packs the files of " + request.folder();
        LayerOrder order = new LayerOrder(
                request.folder(),
                List.of(new LayerOrder.Part("context", LayerOrder.Kind.CONTEXT, "", "/", LayerOrder.Mode.AS_THEY_ARE)),
                request.allow());
        return bench.withLayers(order, layers -> {
            if (layers.made().layers().isEmpty()) {
                throw new BuildFailure(request.folder() + ": its .dockerignore leaves out every file");
            }
            var packed = layers.made().layers().get(0);
            if (packed.size() > JobObjects.MOST) {
                throw new BuildFailure(
                        request.folder() + ": its files have " + Sizes.of(packed.size())
                                + " packed, which is " + Sizes.of(packed.size() - JobObjects.MOST) + " more than the "
                                + Sizes.of(JobObjects.MOST)
                                + " that can be sent to a Job: leave out in a .dockerignore what the"
                                + " Dockerfile does not copy, or have it fetched by a RUN, or copied from an image (COPY --from)");
            }
            return Bytes.read(layers.source(packed)).thenApply(bytes -> {
                bench.log()
                        .accept(request.folder() + ": " + packed.files()
                                + (packed.files() == 1 ? " file, " : " files, ") + Sizes.of(bytes.length) + " packed");
                return bytes;
            });
        });
    }

    private CompletableFuture<Manifest> run(Base base, SortedMap<String, ImageRef> pins, byte[] context) {
        bench.halt().check();
        SortedMap<String, String> labels = request.origin().labels(base, request.tag());
        labels.put(Labels.TYPE, request.type());
        BuildOrder order = new BuildOrder(
                site.run(),
                site.where(),
                request.dockerfile(),
                context,
                target,
                labels,
                request.origin().created(),
                pins,
                doors());
        BuildJob begun = new BuildJob(site, bench, order);
        job = begun;
        return begun.run().thenCompose(message -> CompletableFuture.completedFuture(message)
                .thenCompose(said -> proven(begun.place(), said, labels))
                .thenCompose(manifest -> new VersionTags(bench, destination.registry(), target.repository())
                        .set(VersionTags.Tag.ofBase(request.tag(), request.release()), manifest)
                        .thenApply(done -> manifest))
                .handle((manifest, failure) -> cleared(begun, manifest, failure))
                .thenCompose(end -> end));
    }

    /** A Job that failed has been deleted; this is what becomes of one that did not. */
    private CompletableFuture<Manifest> cleared(BuildJob begun, Manifest manifest, Throwable failure) {
        return begun.delete().handle((deleted, left) -> {
            if (left != null) {
                bench.log()
                        .accept(begun.place() + " is left behind for an hour: "
                                + Patience.cause(left).getMessage());
            }
            if (failure != null) {
                throw new CompletionException(Patience.cause(failure));
            }
            if (request.release()) {
                bench.log().accept(BaseImages.released(request.type(), target.at(manifest.digest())));
            }
            return manifest;
        });
    }

    /** What a container says of itself is not believed: the registry has to have it, and it has to be this image. */
    private CompletableFuture<Manifest> proven(String place, String message, SortedMap<String, String> labels) {
        if (!Digest.is(message)) {
            throw new BuildFailure(place + " ended well and named no image"
                    + (message.isEmpty() ? "" : " but '" + message + "'") + "; is its image BuildKit's, rootless?");
        }
        String repository = target.repository();
        return destination.registry().resolve(repository, message).thenCompose(found -> {
            if (found.isEmpty()) {
                throw new BuildFailure(place + " says that it pushed " + message + ", and registry "
                        + destination.registry().name() + " does not have it in " + repository
                        + "; look whether the registry takes pushes there, and run it again");
            }
            return destination.registry().manifest(repository, message).thenCompose(manifest -> config(manifest)
                    .thenApply(config -> {
                        labels.forEach((key, value) -> {
                            String has = config.at("/config/Labels").path(key).asText("");
                            if (!has.equals(value)) {
                                throw new BuildFailure(place + " says that it pushed " + message
                                        + ", and that is another" + " image: its label " + key + " is '" + has
                                        + "', not '" + value + "'");
                            }
                        });
                        return manifest;
                    }));
        });
    }

    private CompletableFuture<JsonNode> config(Manifest manifest) {
        String repository = target.repository();
        if (manifest.isIndex()) {
            String first = manifest.manifests().get(0).digest().toString();
            return destination.registry().manifest(repository, first).thenCompose(this::config);
        }
        return Bytes.read(destination.registry(), repository, manifest.blobs().get(0))
                .thenApply(bytes -> {
                    try {
                        return JSON.readTree(bytes);
                    } catch (IOException e) {
                        throw new BuildFailure("what was pushed to " + repository + " has a configuration that is no"
                                + " JSON: " + e.getMessage());
                    }
                });
    }

    private static long size(Manifest manifest) {
        return manifest.blobs().stream().mapToLong(blob -> blob.size()).sum();
    }

    /** The builder gets credentials of no other registry. */
    private List<BuildOrder.Door> doors() {
        Set<String> hosts = new LinkedHashSet<>(List.of(target.registry()));
        hosts.addAll(request.dockerfile().hosts());
        List<BuildOrder.Door> doors = new ArrayList<>();
        for (String host : hosts) {
            Optional<Registries.Member> member = site.registries().byHost(host);
            member.ifPresent(each -> doors.add(new BuildOrder.Door(
                    host,
                    each.spec().url().startsWith("http:"),
                    each.spec().caCertificate(),
                    each.login() == null ? new Login.Anonymous() : each.login().get())));
        }
        return doors;
    }
}
