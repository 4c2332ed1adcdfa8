package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a build works with.
 *
 * @param bases finds an image that another one is built on; empty: there is no way to its registry
 * @param layers makes layers where the files are; fails with a {@link LayerException} that says all that is wrong
 * @param log hears what is done, in sentences, on any thread
 * @param halt stops the build
 */
public record Workbench(
        Function<ImageRef, Optional<Place>> bases,
        Function<LayerOrder, CompletableFuture<Layers>> layers,
        Consumer<String> log,
        Halt halt) {

    /**
     * Where an image is that another one is built on.
     *
     * @throws BuildFailure if there is no way to it
     */
    public Place of(ImageRef image) {
        return bases.apply(image)
                .orElseThrow(() -> new BuildFailure("there is no way to " + image.registry() + ", where the base image "
                        + image + " is: add that registry to the fleet, or copy the base image to one that is there"));
    }

    /** Makes layers, does something with them, and deletes them whatever comes of it. */
    public <T> CompletableFuture<T> withLayers(LayerOrder order, Function<Layers, CompletableFuture<T>> work) {
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
