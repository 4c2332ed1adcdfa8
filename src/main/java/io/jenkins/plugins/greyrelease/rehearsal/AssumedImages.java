package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.build.LayerMaker;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Kind;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Part;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.image.build.LocalLayers;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a rehearsal builds images from where the real thing is not there: files that were never built, and images of
 * registries that it does not know. The same names give the same bytes.
 */
final class AssumedImages {
    private static final int LAYER = 4000;

    private AssumedImages() {}

    /** Layers as an order would give them, each part one small file that names what it stands for. */
    static CompletableFuture<Layers> layers(LayerOrder order, Executor executor, Consumer<String> log) {
        try {
            Path workspace = Files.createTempDirectory("grey-rehearsal-");
            List<Part> parts = new ArrayList<>();
            for (Part part : order.parts()) {
                String name = "part-" + parts.size();
                Path file = workspace.resolve(name);
                if (part.kind() != Kind.FILES) {
                    file = Files.createDirectory(file).resolve("rehearsed.txt");
                }
                Files.writeString(file, "stands for " + order.folder() + "/" + part.from() + "\n");
                parts.add(new Part(part.layer(), part.kind(), name, part.to(), part.mode()));
            }
            return LocalLayers.make(workspace, new LayerOrder("", parts, List.of()), executor, log)
                    .whenComplete((made, failure) -> delete(workspace));
        } catch (IOException e) {
            throw new UncheckedIOException("a rehearsal needs a folder for temporary files", e);
        }
    }

    private static void delete(Path folder) {
        try {
            LayerMaker.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary folder of the rehearsal cannot be deleted", e);
        }
    }

    /**
     * Puts an image into a stand-in that does not have it.
     *
     * @return what it is called there: a digest that nobody knows cannot be made up
     */
    static ImageRef standsFor(ImageRef image, StandInRegistry registry) {
        String tag = image.tag().orElse("rehearsed");
        registry.put(
                image.repository(),
                tag,
                SampleImage.index(image.toString(), List.of("amd64", "arm64", "arm", "s390x", "ppc64le"), LAYER));
        return new ImageRef(image.registry(), image.repository(), Optional.of(tag), Optional.empty());
    }
}
