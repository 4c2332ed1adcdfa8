package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.autoscale.Reading;
import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaledApp;
import io.jenkins.plugins.greyrelease.autoscale.live.Gauge;
import io.jenkins.plugins.greyrelease.autoscale.live.Queries;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers queries by the load file: no real server is asked in virtual time. */
final class LoadQueries implements Queries {
    private final Optional<LoadFile> load;
    private final Scheduler time;
    private final Duration from;

    /** The load begins now. */
    LoadQueries(Optional<LoadFile> load, Scheduler time) {
        this.load = load;
        this.time = time;
        this.from = time.elapsed();
    }

    @Override
    public CompletableFuture<Reading> read(AutoscaledApp app, Gauge.Query gauge) {
        return CompletableFuture.completedFuture(load.flatMap(file -> file.of(app.namespace(), app.app(), gauge.name()))
                .<Reading>map(trace -> Reading.whole(
                        gauge.name(), gauge.target(), trace.at(time.elapsed().minus(from))))
                .orElseGet(() -> new Reading.Failed(
                        gauge.name(),
                        "a rehearsal asks no Prometheus; lines such as '0," + app.app() + ",500," + gauge.name()
                                + "' of --load say what it would answer")));
    }
}
