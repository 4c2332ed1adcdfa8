package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.image.build.Place;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A step's surroundings: all that it asks of whoever runs it. Jenkins and the {@code grey} command each implement it
 * once.
 *
 * <p>Threads: a step calls it from the threads of {@link #scheduler}, one call at a time, and no call blocks.
 */
public interface Host {

    /** A line for the person who reads the run's log. */
    void log(String line);

    /** Something happened in a release; after its line was logged. */
    void event(ReleaseEvent event);

    /** Tells whoever wants to hear of the run what has happened in it; never blocks. */
    default void tell(Notice notice) {
        news().hear(notice);
    }

    /** Who wants to hear of the run. */
    News news();

    /** What the release of this call has told so far, and is not over. */
    default NewsMemory newsMemory() {
        return NewsMemory.ofThisProcess();
    }

    /** The clusters. */
    Fleet fleet();

    /** The other systems that are configured. */
    Services services();

    /** The registries that images come from. */
    Registries registries();

    /** The run that the step is part of. */
    RunRef run();

    /** Clock and executor. */
    Scheduler scheduler();

    /** Names for processes and the like. */
    Ids ids();

    /** Starts a release, or attaches to the one that is under way. */
    Release release(ReleaseSpec spec, ReleaseHooks hooks);

    /**
     * Reads a text file of the workspace.
     *
     * @param path relative to the current directory
     * @return fails with a message for the user if it cannot be read
     */
    CompletableFuture<String> readFile(String path);

    /**
     * Makes layers of an image from files of the workspace, on the machine that has them.
     *
     * @return fails with a {@link io.jenkins.plugins.greyrelease.image.build.LayerException} that says everything that is
     *     wrong with the files, or with a message for the user if there are none to be had
     */
    default CompletableFuture<Layers> layers(LayerOrder order) {
        return CompletableFuture.failedFuture(
                new IllegalStateException("no files are at hand here to make layers of: " + order));
    }

    /**
     * Where an image is that another one is built on. A rehearsal makes one up where its stand-ins have none.
     *
     * @return empty: there is no way to its registry
     */
    default Optional<Place> base(ImageRef image) {
        return registries().reach(image).map(registry -> new Place(registry, image));
    }

    /** What the step has kept under this name, perhaps before its process was restarted. */
    default Optional<String> kept(String name) {
        return Optional.empty();
    }

    /**
     * Keeps a short text, no secret, for the step when it is done again after a restart of the process. Where a step ends
     * with its process, there is nothing to keep it for.
     *
     * @return completes when it would outlive the process
     */
    default CompletableFuture<Void> keep(String name, String text) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Runs the step's block once. The next run is asked for only after the last has ended.
     *
     * @param environment variables that the block sees
     * @param label how the run is called, such as {@code batch 2/3 gd9-a}
     * @return how it ended; cancelling it interrupts the block, since nothing depends on its answer any more
     */
    CompletableFuture<ReleaseHooks.Verdict> block(Map<String, String> environment, String label);
}
