package io.jenkins.plugins.greyrelease.step;

import java.time.Duration;
import java.time.Instant;

/** When a step's time is up, which a restart of its process does not put off. */
final class Until {
    private static final String NOTE = "until";

    private Until() {}

    /**
     * What is left of a step's time, counted from its first beginning.
     *
     * @param timeout of all of it
     * @param least what it gets in any case after a restart, to see whether it is done by now
     */
    static Duration left(Host host, Duration timeout, Duration least) {
        Instant now = host.scheduler().now();
        Instant until = host.kept(NOTE).map(Instant::parse).orElse(now.plus(timeout));
        if (host.kept(NOTE).isEmpty()) {
            host.keep(NOTE, until.toString());
        }
        Duration left = Duration.between(now, until);
        return left.compareTo(least) < 0 && left.compareTo(timeout) < 0 ? least : left;
    }
}
