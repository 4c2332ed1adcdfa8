package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.BlobSource;
import io.jenkins.plugins.greyrelease.image.StreamSource;
import io.jenkins.plugins.greyrelease.image.checkout.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Layers made from files of this machine, in a temporary folder of it. */
public final class LocalLayers implements Layers {
    private final MadeLayers made;
    private final Path folder;
    private final Executor executor;
    private final Consumer<String> log;

    private LocalLayers(MadeLayers made, Path folder, Executor executor, Consumer<String> log) {
        this.made = made;
        this.folder = folder;
        this.executor = executor;
        this.log = log;
    }

    /**
     * Makes them, and finds out what the workspace was checked out from.
     *
     * @param workspace where the order's folder lies
     * @param executor whose threads may block
     * @param log hears if the folder cannot be deleted in the end
     * @return as {@link #make}
     */
    public static CompletableFuture<Layers> ofCheckout(
            Path workspace, LayerOrder order, Executor executor, Consumer<String> log) {
        return make(workspace, order, executor, log, () -> Checkout.of(workspace));
    }

    /**
     * Makes them.
     *
     * @param workspace where the order's folder lies
     * @param executor whose threads may block
     * @param log hears if the folder cannot be deleted in the end
     * @return fails with a {@link LayerException} that says all that is wrong with the files
     */
    public static CompletableFuture<Layers> make(
            Path workspace, LayerOrder order, Executor executor, Consumer<String> log) {
        return make(workspace, order, executor, log, () -> Checkout.NONE);
    }

    private static CompletableFuture<Layers> make(
            Path workspace, LayerOrder order, Executor executor, Consumer<String> log, Supplier<Checkout> from) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return made(workspace, order, executor, log, from);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }

    private static Layers made(
            Path workspace, LayerOrder order, Executor executor, Consumer<String> log, Supplier<Checkout> from)
            throws IOException {
        Path folder = Files.createTempDirectory("grey-layers-");
        try {
            return new LocalLayers(LayerMaker.make(workspace, order, folder).of(from.get()), folder, executor, log);
        } catch (IOException | RuntimeException e) {
            LayerMaker.delete(folder);
            throw e;
        }
    }

    @Override
    public MadeLayers made() {
        return made;
    }

    @Override
    public BlobSource source(LayerFile layer) {
        return new StreamSource(() -> Files.newInputStream(Path.of(layer.file())), executor);
    }

    @Override
    public void close() {
        try {
            LayerMaker.delete(folder);
        } catch (IOException e) {
            log.accept("the folder " + folder + " with the layers is left behind: " + e);
        }
    }
}
