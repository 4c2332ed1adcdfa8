package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a release looked like over time, as far as a page draws it. Bounded: of a cluster whose pods change very often,
 * and of very many events, the older ones are thinned out. No manifests, no secrets.
 *
 * @param start the drawing's zero
 * @param samples pods over time by cluster, in order
 * @param marks events that are worth one, in order
 * @param picture what was seen last; null if nothing was seen yet
 */
public record Recording(Instant start, Map<String, List<PodSample>> samples, List<Mark> marks, ReleasePicture picture) {
    private static final int MOST_SAMPLES = 240;
    private static final int MOST_MARKS = 300;
    /** Of too many marks the first ones stay: they say how it began. */
    private static final int FIRST_MARKS = 60;

    public Recording {
        samples = samples == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(samples));
        marks = marks == null ? List.of() : List.copyOf(marks);
    }

    /** Nothing yet. */
    public static Recording empty(Instant start) {
        return new Recording(start, Map.of(), List.of(), null);
    }

    /** What was seen last. */
    public Optional<ReleasePicture> last() {
        return Optional.ofNullable(picture);
    }

    /** How long until the last change. */
    public Duration length() {
        return Stream.concat(
                        samples.values().stream()
                                .flatMap(each ->
                                        each.stream().skip(each.size() - 1L).map(PodSample::at)),
                        marks.stream().skip(Math.max(0, marks.size() - 1)).map(Mark::at))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Samples of one cluster, in order; none if nobody looked there. */
    public List<PodSample> samplesOf(String cluster) {
        return samples.getOrDefault(cluster, List.of());
    }

    /** Time since the start; never before the last change, whatever the clock says. */
    Duration at(Instant now) {
        Duration since = Duration.between(start, now);
        return since.compareTo(length()) < 0 ? length() : since;
    }

    /** One more mark. */
    Recording with(Mark mark) {
        List<Mark> more = new ArrayList<>(marks);
        more.add(mark);
        if (more.size() > MOST_MARKS) {
            more.subList(FIRST_MARKS, FIRST_MARKS + MOST_MARKS / 3).clear();
        }
        return new Recording(start, samples, more, picture);
    }

    /**
     * A picture as people should see it: of a release that is looked at anew after a restart, and has not passed its
     * preflight again, the clusters are shown as they were seen last.
     */
    public ReleasePicture complete(ReleasePicture now) {
        return now.release().isEmpty()
                        && !last().map(ReleasePicture::release).orElse("").isEmpty()
                ? new ReleasePicture(
                        picture.release(),
                        now.app(),
                        now.namespace(),
                        picture.image(),
                        now.course(),
                        now.state(),
                        picture.clusters())
                : now;
    }

    /** A newer picture without numbers of its own. */
    Recording with(ReleasePicture now) {
        ReleasePicture complete = complete(now);
        return complete.equals(picture) ? this : new Recording(start, samples, marks, complete);
    }

    /** A newer picture; numbers that changed become samples. */
    Recording with(ReleasePicture now, Duration at) {
        if (now.equals(picture) && !samples.isEmpty()) {
            return this;
        }
        Map<String, List<PodSample>> more = new LinkedHashMap<>(samples);
        for (ReleasePicture.ClusterPicture cluster : now.clusters()) {
            PodSample sample = new PodSample(
                    at,
                    cluster.cluster(),
                    now.app(),
                    cluster.oldPods(),
                    cluster.newPods(),
                    cluster.oldReady(),
                    cluster.newReady(),
                    cluster.desired());
            List<PodSample> before = samplesOf(cluster.cluster());
            if (before.isEmpty() || !sample.sameNumbersAs(before.get(before.size() - 1))) {
                more.put(cluster.cluster(), added(before, sample));
            }
        }
        return new Recording(start, more, marks, now);
    }

    /** Of several at one moment the last one stays. */
    private static List<PodSample> added(List<PodSample> before, PodSample sample) {
        List<PodSample> all = new ArrayList<>(before);
        if (!all.isEmpty() && all.get(all.size() - 1).at().equals(sample.at())) {
            all.remove(all.size() - 1);
        } else if (all.size() >= MOST_SAMPLES) {
            thin(all);
        }
        all.add(sample);
        return List.copyOf(all);
    }

    /** Of the older ones every second goes: those before them last a little longer in the drawing than they did. */
    private static void thin(List<PodSample> all) {
        for (int i = 1; i <= MOST_SAMPLES / 3; i++) {
            all.remove(i);
        }
    }
}
