package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Finding.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where serving pods were fewer than wanted. When more are asked for, by an autoscaler or an owner, they are not missing
 * before they first serve: until then they are on their way, which is another thing to tell.
 */
final class CapacityFindings {
    /** What takes longer than this to come is not merely starting. */
    private static final Duration START = Duration.ofMinutes(1);

    private CapacityFindings() {}

    /** One finding for each app that fell short anywhere, or one that says that none did; and who waited for pods. */
    static List<Finding> of(Trace trace) {
        Map<String, Map<String, Dip>> dips = new LinkedHashMap<>();
        Map<String, Map<String, Dip>> waits = new LinkedHashMap<>();
        boolean any = false;
        for (String cluster : trace.clusters()) {
            for (String app : trace.appsIn(cluster)) {
                List<PodSample> samples = fromFull(trace.samplesOf(cluster, app));
                any |= !samples.isEmpty();
                keep(dips, app, cluster, deepest(samples, trace.length()));
                keep(waits, app, cluster, longestWay(samples, trace.length()));
            }
        }
        List<Finding> found = new ArrayList<>();
        if (dips.isEmpty() && any) {
            found.add(new Finding(
                    Weight.GOOD, "In no cluster did serving pods ever fall below the number that was wanted."));
        }
        dips.forEach((app, of) -> found.add(
                new Finding(Weight.WARNING, words(app + " fell below the number of pods wanted", "to ", of))));
        waits.forEach((app, of) -> found.add(new Finding(
                of.values().stream().allMatch(wait -> wait.longest.compareTo(START) <= 0)
                        ? Weight.INFO
                        : Weight.WARNING,
                words(app + " was asked for more pods and had to start them", "with ", of))));
        return found;
    }

    private static void keep(Map<String, Map<String, Dip>> all, String app, String cluster, Dip dip) {
        if (dip.missing > 0) {
            all.computeIfAbsent(app, key -> new LinkedHashMap<>()).put(cluster, dip);
        }
    }

    private static String words(String what, String word, Map<String, Dip> dips) {
        List<String> each = dips.entrySet().stream()
                .map(dip -> "in " + dip.getKey() + " " + word + dip.getValue().words())
                .toList();
        return what + ": " + Lists.words(each) + ".";
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
     * serve from second 60, 8 from 70, 10 from 90: 2 missing at 70, below for 30 s. Of 12 that are wanted later only
     * those are missing that have served by then.
     */
    static Dip deepest(List<PodSample> samples, Duration end) {
        Dip dip = new Dip();
        int reached = 0;
        for (int i = 0; i < samples.size(); i++) {
            PodSample sample = samples.get(i);
            reached = Math.min(sample.desired(), Math.max(reached, sample.ready()));
            dip.add(reached - sample.ready(), sample, until(samples, i, end));
        }
        return dip;
    }

    /** The most pods that were on their way at once, and for how long any was. */
    static Dip longestWay(List<PodSample> samples, Duration end) {
        Dip way = new Dip();
        int reached = 0;
        for (int i = 0; i < samples.size(); i++) {
            PodSample sample = samples.get(i);
            reached = Math.min(sample.desired(), Math.max(reached, sample.ready()));
            way.add(sample.desired() - reached, sample, until(samples, i, end));
        }
        return way;
    }

    private static Duration until(List<PodSample> samples, int i, Duration end) {
        return i + 1 < samples.size() ? samples.get(i + 1).at() : end;
    }

    static final class Dip {
        int missing;
        Duration below = Duration.ZERO;
        private Duration stretch = Duration.ZERO;
        private Duration longest = Duration.ZERO;
        private PodSample at;

        private void add(int fewer, PodSample sample, Duration until) {
            Duration lasts = until.minus(sample.at());
            stretch = fewer > 0 ? stretch.plus(lasts) : Duration.ZERO;
            longest = longest.compareTo(stretch) > 0 ? longest : stretch;
            below = fewer > 0 ? below.plus(lasts) : below;
            if (fewer > missing) {
                missing = fewer;
                at = sample;
            }
        }

        Duration when() {
            return at.at();
        }

        private String words() {
            return at.ready() + " of " + at.desired() + " at " + Times.clock(at.at()) + " (for " + Times.words(below)
                    + " in all)";
        }
    }
}
