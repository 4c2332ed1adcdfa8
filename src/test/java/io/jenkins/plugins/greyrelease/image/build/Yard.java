package io.jenkins.plugins.greyrelease.image.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Stage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A workspace and stand-in registries, to build images with. */
final class Yard {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Stage stage = new Stage();
    final StandInRegistry test = stage.add("test");
    final StandInRegistry hub = stage.add("hub");
    final Folder workspace;
    final List<String> log = new ArrayList<>();
    final Halt halt = new Halt();

    Yard(Path workspace) {
        this.workspace = new Folder(workspace);
    }

    private final Registries registries = new Registries(
            List.of(stage.member(test)),
            host -> Optional.of(hub).filter(each -> each.host().equals(host)).map(stage::client));

    /** The same ones for all builds, as in one process. */
    Registries registries() {
        return registries;
    }

    Workbench bench() {
        return new Workbench(
                image -> registries().reach(image).map(registry -> new Place(registry, image)),
                order -> LocalLayers.ofCheckout(workspace.path(""), order, stage.time, log::add),
                log::add,
                halt);
    }

    Destination destination(String registry) {
        return Destination.of(registries(), Optional.of(registry));
    }

    CompletableFuture<Built> base(String definition, String tag, boolean release) {
        return new BaseImageBuild(
                        bench(),
                        destination("test"),
                        new BaseImageBuild.Request(
                                "java", DefinitionReader.read("bases/java", definition), tag, release, Origin.UNKNOWN))
                .build();
    }

    CompletableFuture<Built> app(AppImageBuild.Content content, String tag, Platform... platforms) {
        return app(new AppImageBuild.Stands(Optional.empty(), Optional.of("java")), content, tag, platforms);
    }

    CompletableFuture<Built> app(
            AppImageBuild.Stands stands, AppImageBuild.Content content, String tag, Platform... platforms) {
        return app("cart", stands, content, tag, platforms);
    }

    CompletableFuture<Built> app(
            String app, AppImageBuild.Stands stands, AppImageBuild.Content content, String tag, Platform... platforms) {
        return new AppImageBuild(
                        bench(),
                        destination("test/shop"),
                        new AppImageBuild.Request(
                                app, tag, stands, content, List.of(platforms), new TreeMap<>(), Origin.UNKNOWN))
                .build();
    }

    static AppImageBuild.Content content(String artifact) {
        return new AppImageBuild.Content(
                artifact, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    Manifest manifest(ImageRef image) {
        return stage.end(stage.client(image.registry().equals(hub.host()) ? hub : test)
                .manifest(image.repository(), image.reference()));
    }

    /** The configuration of an image for one platform. */
    JsonNode config(ImageRef image) {
        return config(image, manifest(image));
    }

    JsonNode config(ImageRef image, Manifest manifest) {
        byte[] config = stage.end(Bytes.read(
                stage.client(test), image.repository(), manifest.blobs().get(0)));
        try {
            return JSON.readTree(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it failed. */
    Throwable failure(CompletableFuture<?> future) {
        return stage.end(future.handle((value, failure) -> {
            if (failure == null) {
                throw new AssertionError("it did not fail, but gave " + value);
            }
            return failure.getCause() == null ? failure : failure.getCause();
        }));
    }
}
