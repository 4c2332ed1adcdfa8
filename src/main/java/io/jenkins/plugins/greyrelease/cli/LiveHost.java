package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.Host;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.Services;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The surroundings of a release that a person runs from the command line. */
final class LiveHost implements Host {
    private static final Ids IDS = new RandomIds();

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final LiveSession session;
    private final BiFunction<ReleaseSpec, ReleaseHooks, Release> begin;
    private final BatchCheck check;
    private final PrintWriter out;
    private Consumer<ReleaseEvent> listener = event -> {};

    /** @param begin starts the release, or goes on with it */
    LiveHost(
            LiveSession session,
            BiFunction<ReleaseSpec, ReleaseHooks, Release> begin,
            BatchCheck check,
            PrintWriter out) {
        this.session = session;
        this.begin = begin;
        this.check = check;
        this.out = out;
    }

    /** Begins with an engine of its own, and supersedes nobody. */
    static BiFunction<ReleaseSpec, ReleaseHooks, Release> beginner(LiveSession session) {
        Releases releases = session.rollouts();
        return (spec, hooks) -> releases.start(spec, hooks, Releases.IfBusy.REFUSE);
    }

    /** Ends what follows a batch, without an answer. */
    void stop() {
        check.stop();
    }

    /** Hears of events as well. */
    void listen(Consumer<ReleaseEvent> hears) {
        listener = hears;
    }

    @Override
    public void log(String line) {
        synchronized (out) {
            out.println(CLOCK.format(session.scheduler().now()) + "  " + line.replace("\n", "\n          "));
            out.flush();
        }
    }

    @Override
    public void event(ReleaseEvent event) {
        listener.accept(event);
    }

    @Override
    public Fleet fleet() {
        return session.fleet();
    }

    @Override
    public Registries registries() {
        return session.registries();
    }

    @Override
    public Ids ids() {
        return IDS;
    }

    @Override
    public Services services() {
        return session.services();
    }

    @Override
    public News news() {
        return session.news();
    }

    @Override
    public RunRef run() {
        return session.run();
    }

    @Override
    public Scheduler scheduler() {
        return session.scheduler();
    }

    @Override
    public Release release(ReleaseSpec spec, ReleaseHooks hooks) {
        return begin.apply(spec, hooks);
    }

    @Override
    public CompletableFuture<String> readFile(String path) {
        try {
            return CompletableFuture.completedFuture(TextFiles.read(Path.of(path)));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
        return check.run(environment, label, this::log);
    }
}
