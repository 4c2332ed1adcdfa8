package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.rehearsal.trace.Finding.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where serving pods were fewer than wanted. */
final class CapacityFindings {
    private CapacityFindings() {}

    /** One finding for each app and cluster that fell short, or one that says that none did. */
    static List<Finding> of(Trace trace) {
        List<Finding> all = new ArrayList<>();
        boolean any = false;
        for (String cluster : trace.clusters()) {
            for (String app : trace.appsIn(cluster)) {
                List<PodSample> samples = fromFull(trace.samplesOf(cluster, app));
                any |= !samples.isEmpty();
                Dip dip = deepest(samples, trace.length());
                if (dip.missing > 0) {
                    all.add(new Finding(Weight.WARNING, dip.words(cluster, app)));
                }
            }
        }
        if (all.isEmpty() && any) {
            all.add(new Finding(
                    Weight.GOOD, "In no cluster did serving pods ever fall below the number that was wanted."));
        }
        return all;
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

        private String words(String cluster, String app) {
            return app + " in " + cluster + " fell to " + at.ready() + " serving pods of " + at.desired() + " at "
                    + Times.clock(at.at()) + "; below the number wanted for " + Times.words(below) + " in all.";
        }
    }
}
