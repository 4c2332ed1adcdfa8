package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the controller remembers of one HPA: recommendations, and changes made. It is lost with the process.
 *
 * <p>Upstream reuses the slots of old entries; what is older than the window given is simply dropped here, which gives
 * the same answers.
 */
final class HpaHistory {

    /** A number at a time since the beginning. */
    private record Entry(Duration at, int number) {}

    private final List<Entry> recommendations = new ArrayList<>();
    private final List<Entry> ups = new ArrayList<>();
    private final List<Entry> downs = new ArrayList<>();

    /** The first look at the target's replicas counts as a recommendation. */
    void first(Duration now, int replicas) {
        if (recommendations.isEmpty()) {
            recommendations.add(new Entry(now, replicas));
        }
    }

    /** The lowest recommendation younger than {@code window}, and {@code proposed}. */
    int lowest(Duration now, Duration window, int proposed) {
        int result = proposed;
        for (Entry each : recommendations) {
            if (each.at().compareTo(now.minus(window)) > 0) {
                result = Math.min(result, each.number());
            }
        }
        return result;
    }

    /** The highest recommendation younger than {@code window}, and {@code proposed}. */
    int highest(Duration now, Duration window, int proposed) {
        int result = proposed;
        for (Entry each : recommendations) {
            if (each.at().compareTo(now.minus(window)) > 0) {
                result = Math.max(result, each.number());
            }
        }
        return result;
    }

    /** As {@link #highest}, with the recommendation of just {@code window} ago: the rule without behavior. */
    int highestInclusive(Duration now, Duration window, int proposed) {
        return highest(now, window.plusNanos(1), proposed);
    }

    /** Remembers a recommendation and forgets those older than {@code window}. */
    void recommend(Duration now, Duration window, int proposed) {
        forget(recommendations, now, window);
        recommendations.add(new Entry(now, proposed));
    }

    /** Remembers a change of the target; keeps {@code window} of them. */
    void scaled(Duration now, Duration window, int from, int to) {
        List<Entry> changes = to > from ? ups : downs;
        forget(changes, now, window);
        changes.add(new Entry(now, Math.abs(to - from)));
    }

    /** Pods added in the last {@code period}. */
    int added(Duration now, Duration period) {
        return sum(ups, now, period);
    }

    /** Pods taken away in the last {@code period}. */
    int removed(Duration now, Duration period) {
        return sum(downs, now, period);
    }

    private static int sum(List<Entry> changes, Duration now, Duration period) {
        int sum = 0;
        for (Entry each : changes) {
            if (each.at().compareTo(now.minus(period)) > 0) {
                sum += each.number();
            }
        }
        return sum;
    }

    private static void forget(List<Entry> entries, Duration now, Duration window) {
        Iterator<Entry> all = entries.iterator();
        while (all.hasNext() && all.next().at().compareTo(now.minus(window)) < 0) {
            all.remove();
        }
    }
}
