package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.Host;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.Services;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What an errand sees of the controller. */
final class ErrandHost implements Host {
    private static final Ids IDS = new RandomIds();

    private final Attendant attendant;
    private final RunRef run;
    private final Controller controller;

    /**
     * What all errands of a controller share.
     *
     * @param fleet the clusters as they are configured when they are asked for
     * @param services the other systems likewise
     * @param registries likewise
     * @param news who hears what happens
     */
    record Controller(
            Supplier<Fleet> fleet,
            Supplier<Services> services,
            Supplier<Registries> registries,
            Scheduler scheduler,
            News news) {}

    /** @param run whose errand it is */
    ErrandHost(RunRef run, Attendant attendant, Controller controller) {
        this.attendant = attendant;
        this.run = run;
        this.controller = controller;
    }

    @Override
    public void log(String line) {
        attendant.log(line);
    }

    @Override
    public void event(ReleaseEvent event) {
        throw new IllegalStateException("an errand has no events of a release, such as: " + event.text());
    }

    @Override
    public Fleet fleet() {
        return controller.fleet().get();
    }

    @Override
    public Registries registries() {
        return controller.registries().get();
    }

    @Override
    public News news() {
        return controller.news();
    }

    @Override
    public Ids ids() {
        return IDS;
    }

    @Override
    public Services services() {
        return controller.services().get();
    }

    @Override
    public RunRef run() {
        return run;
    }

    @Override
    public Scheduler scheduler() {
        return controller.scheduler();
    }

    @Override
    public Release release(ReleaseSpec spec, ReleaseHooks hooks) {
        throw new IllegalStateException("an errand releases nothing, not " + spec.app());
    }

    @Override
    public CompletableFuture<String> readFile(String path) {
        return attendant.readFile(path);
    }

    @Override
    public CompletableFuture<Layers> layers(LayerOrder order) {
        return attendant.layers(order);
    }

    @Override
    public Optional<String> kept(String name) {
        return attendant.kept(name);
    }

    @Override
    public CompletableFuture<Void> keep(String name, String text) {
        return attendant.keep(name, text);
    }

    @Override
    public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
        return attendant.block(environment, label);
    }
}
