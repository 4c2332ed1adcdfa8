package io.jenkins.plugins.greyrelease.autoscale.live;

import io.jenkins.plugins.greyrelease.autoscale.Reading;
import java.util.concurrent.CompletableFuture;

/** Who answers policies that are queries. */
@FunctionalInterface
public interface Queries {

    /** What a query of this app says now; never fails, since what goes wrong is a {@link Reading.Failed}. */
    CompletableFuture<Reading> read(AutoscaledApp app, Gauge.Query gauge);

    /** The servers that the policies name, over HTTP; answers come on threads of its own. */
    static Queries ofPrometheus() {
        return new Prometheus();
    }

    /** Nobody, for this reason: where time is virtual no real server may be asked. */
    static Queries unanswered(String why) {
        return (app, gauge) -> CompletableFuture.completedFuture(new Reading.Failed(gauge.name(), why));
    }
}
