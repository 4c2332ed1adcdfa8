package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a pipeline has begun in the clusters. Thread-safe. */
final class Begun {
    private final Map<String, Driven> driven = new TreeMap<>();
    private final Set<String> open = new TreeSet<>();
    private boolean changed;

    /** A release that this process drives. */
    record Driven(String app, Release release) {}

    static String app(ReleaseSpec spec) {
        return spec.namespace() + "/" + spec.app();
    }

    private static String key(ReleaseSpec spec) {
        return app(spec) + " in " + spec.clusters();
    }

    synchronized void change() {
        changed = true;
    }

    synchronized void drives(ReleaseSpec spec, Release release) {
        driven.put(key(spec), new Driven(app(spec), release));
        open.remove(app(spec));
    }

    /** @param spec of a release; none: the step was about something else */
    synchronized void ended(Optional<ReleaseSpec> spec, Status status) {
        spec.ifPresent(release -> {
            driven.remove(key(release));
            if (status == Status.OPEN) {
                leftOpen(app(release));
            }
        });
        changed |= spec.isEmpty() && status != Status.REFUSED;
    }

    /** A release stands still or cannot be seen, and nobody drives it any more. */
    synchronized void leftOpen(String app) {
        open.add(app);
    }

    /** Whether any cluster may be other than it was. */
    synchronized boolean changed() {
        return changed;
    }

    /** Releases that are under way in this process. */
    synchronized List<Driven> driven() {
        return List.copyOf(driven.values());
    }

    /** Apps whose releases stand still or cannot be seen, and are nobody's. */
    synchronized List<String> open() {
        return List.copyOf(open);
    }
}
