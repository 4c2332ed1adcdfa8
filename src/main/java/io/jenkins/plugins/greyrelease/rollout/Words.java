package io.jenkins.plugins.greyrelease.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Amounts as people write them, and what a release is about. */
final class Words {
    private Words() {}

    /** {@code 10m}, {@code 90s}, {@code 1h30m}: the Jenkinsfile's own notation. */
    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60 || seconds < 600 && seconds % 60 != 0) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + "m" : minutes / 60 + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
    }

    /** What is released, where it comes from in clusters that have it from elsewhere, and the plan. */
    static String plan(CourseState state, Collection<Station> stations) {
        List<String> lines =
                new ArrayList<>(List.of(Requests.change(state.spec().change())));
        lines.addAll(sources(state.spec(), stations.stream().map(Station::place).toList()));
        lines.add(state.plan().table());
        return String.join("\n", lines);
    }

    /** A line for each other reference that clusters know the new images by: {@code gd9-a, gd9-b: image harbor.gd9/…}. */
    static List<String> sources(ReleaseSpec spec, Collection<Place> places) {
        Map<String, List<String>> clusters = new LinkedHashMap<>();
        for (Place place : places) {
            clusters.computeIfAbsent(place.brings(spec.change()), same -> new ArrayList<>())
                    .add(place.name());
        }
        clusters.remove(Requests.change(spec.change()));
        return clusters.entrySet().stream()
                .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey())
                .toList();
    }

    /** {@code 1 pod}, {@code 3 pods}. */
    static String pods(int count) {
        return count + (count == 1 ? " pod" : " pods");
    }

    /** {@code once}, {@code 3 times}. */
    static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
