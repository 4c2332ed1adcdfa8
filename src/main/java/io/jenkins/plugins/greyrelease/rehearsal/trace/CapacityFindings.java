package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Finding.Weight;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where serving pods were fewer than wanted. */
final class CapacityFindings {
    private CapacityFindings() {}

    /** One finding for each app that fell short anywhere, or one that says that none did. */
    static List<Finding> of(Trace trace) {
        Map<String, Map<String, Dip>> dips = new LinkedHashMap<>();
        boolean any = false;
        for (String cluster : trace.clusters()) {
            for (String app : trace.appsIn(cluster)) {
                List<PodSample> samples = fromFull(trace.samplesOf(cluster, app));
                any |= !samples.isEmpty();
                Dip dip = deepest(samples, trace.length());
                if (dip.missing > 0) {
                    dips.computeIfAbsent(app, key -> new LinkedHashMap<>()).put(cluster, dip);
                }
            }
        }
        if (dips.isEmpty() && any) {
            return List.of(new Finding(
                    Weight.GOOD, "In no cluster did serving pods ever fall below the number that was wanted."));
        }
        return dips.entrySet().stream()
                .map(each -> new Finding(Weight.WARNING, words(each.getKey(), each.getValue())))
                .toList();
    }

    private static String words(String app, Map<String, Dip> dips) {
        List<String> each = dips.entrySet().stream()
                .map(dip -> "in " + dip.getKey() + " to " + dip.getValue().words())
                .toList();
        return app + " fell below the number of pods wanted: " + Lists.words(each) + ".";
    }

    /** Before an app first had all its pods, it was starting, not releasing. */
    private static List<PodSample> fromFull(List<PodSample> samples) {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).ready() >= samples.get(i).desired()) {
                return samples.subList(i, samples.size());
            }
        }
        return List.of();
    }

    /**
     * The deepest dip, and how long serving pods were below the wanted number in all. Worked example: 10 wanted; 9
     * serve from second 60, 8 from 70, 10 from 90: 2 missing at 70, below for 30 s.
     */
    static Dip deepest(List<PodSample> samples, Duration end) {
        Dip dip = new Dip();
        for (int i = 0; i < samples.size(); i++) {
            PodSample sample = samples.get(i);
            int missing = sample.desired() - sample.ready();
            if (missing <= 0) {
                continue;
            }
            Duration until = i + 1 < samples.size() ? samples.get(i + 1).at() : end;
            dip.below = dip.below.plus(until.minus(sample.at()));
            if (missing > dip.missing) {
                dip.missing = missing;
                dip.at = sample;
            }
        }
        return dip;
    }

    static final class Dip {
        int missing;
        Duration below = Duration.ZERO;
        private PodSample at;

        Duration when() {
            return at.at();
        }

        private String words() {
            return at.ready() + " of " + at.desired() + " at " + Times.clock(at.at()) + " (for " + Times.words(below)
                    + " in all)";
        }
    }
}
