package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.image.build.LocalLayers;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Surroundings of a step that releases nothing: a fleet, a clock, a log and perhaps a block. */
public class FakeHost implements Host {
    final List<String> log = new ArrayList<>();
    private final Fleet fleet;
    /** Of its block; null: it has none. */
    CompletableFuture<ReleaseHooks.Verdict> verdict;
    /** Label and environment of each run of the block. */
    final List<String> blocks = new ArrayList<>();

    /** The other systems. */
    Services services = Services.NONE;
    /** The workspace: path and content. */
    final Map<String, String> files = new TreeMap<>();

    /** What the step has kept. */
    final Map<String, String> notes = new TreeMap<>();

    Registries registries = Registries.NONE;

    /** Who hears what happens. */
    News news;

    /** Folder whose files become layers; null: there is none. */
    Path workspace;

    private int named;
    private final Scheduler scheduler;

    /** @param fleet may be null where the step was given its clusters */
    public FakeHost(Fleet fleet, Scheduler scheduler) {
        this.fleet = fleet;
        this.scheduler = scheduler;
        this.news = News.nobody(scheduler);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public void event(ReleaseEvent event) {
        throw new AssertionError("an event of a release: " + event.text());
    }

    @Override
    public Fleet fleet() {
        return fleet;
    }

    @Override
    public RunRef run() {
        return new RunRef("shop/release#12", "https://jenkins.example/job/shop/job/release/12/");
    }

    @Override
    public News news() {
        return news;
    }

    @Override
    public Services services() {
        return services;
    }

    @Override
    public Registries registries() {
        return registries;
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public Ids ids() {
        return length -> "h" + String.format("%0" + (length - 1) + "d", ++named);
    }

    @Override
    public Release release(ReleaseSpec spec, ReleaseHooks hooks) {
        throw new AssertionError("a release of " + spec.app());
    }

    @Override
    public CompletableFuture<String> readFile(String path) {
        return files.containsKey(path)
                ? CompletableFuture.completedFuture(files.get(path))
                : CompletableFuture.failedFuture(new IllegalStateException("there is no file '" + path + "'"));
    }

    @Override
    public CompletableFuture<Layers> layers(LayerOrder order) {
        return workspace == null ? Host.super.layers(order) : LocalLayers.make(workspace, order, scheduler, this::log);
    }

    @Override
    public Optional<String> kept(String name) {
        return Optional.ofNullable(notes.get(name));
    }

    @Override
    public CompletableFuture<Void> keep(String name, String text) {
        notes.put(name, text);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<ReleaseHooks.Verdict> block(Map<String, String> environment, String label) {
        if (verdict == null) {
            throw new AssertionError("a block is run: " + label);
        }
        blocks.add(label + " " + environment);
        return verdict;
    }
}
