package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a build works with.
 *
 * @param registries where images are and go
 * @param layers makes layers where the files are; fails with a {@link LayerException} that says all that is wrong
 * @param log hears what is done, in sentences, on any thread
 * @param halt stops the build
 */
public record Workbench(
        Registries registries,
        Function<LayerOrder, CompletableFuture<Layers>> layers,
        Consumer<String> log,
        Halt halt) {

    /**
     * The registry of an image.
     *
     * @throws BuildFailure if there is no way to it
     */
    Registry of(ImageRef image) {
        return registries
                .reach(image)
                .orElseThrow(() -> new BuildFailure("there is no way to " + image.registry() + ", where the base image "
                        + image + " is: add that registry to the fleet, or copy the base image to one that is there"));
    }

    /** Makes layers, does something with them, and deletes them whatever comes of it. */
    <T> CompletableFuture<T> withLayers(LayerOrder order, Function<Layers, CompletableFuture<T>> work) {
        halt.check();
        return layers.apply(order).thenCompose(made -> {
            CompletableFuture<T> done;
            try {
                done = work.apply(made);
            } catch (RuntimeException e) {
                done = CompletableFuture.failedFuture(e);
            }
            return done.whenComplete((result, failure) -> made.close());
        });
    }
}
