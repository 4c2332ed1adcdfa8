package io.jenkins.plugins.greyrelease.image.survey;

import io.jenkins.plugins.greyrelease.image.survey.Stand.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which container stands on which base.
 *
 * @param findings all that run, in the order of clusters, namespaces and names
 * @param clusters why each cluster that was not read was not, by name
 * @param registries why each registry that did not answer did not, by name
 */
public record BaseReport(List<Finding> findings, Map<String, String> clusters, Map<String, String> registries) {
    public BaseReport {
        findings = List.copyOf(findings);
        clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
        registries = Collections.unmodifiableMap(new LinkedHashMap<>(registries));
    }

    /**
     * The same container of the same app that stands on the same, wherever it does.
     *
     * @param first the first of them
     * @param clusters where, in order
     */
    public record Line(Finding first, List<String> clusters) {
        public Line {
            clusters = List.copyOf(clusters);
        }
    }

    /** Only what is wanted. */
    public BaseReport only(Predicate<Finding> wanted) {
        return new BaseReport(findings.stream().filter(wanted).toList(), clusters, registries);
    }

    /** How many containers there are of a state. */
    public long count(State state) {
        return findings.stream().filter(each -> each.stand().state() == state).count();
    }

    /** Whether some of it could not be asked. */
    public boolean partial() {
        return !clusters.isEmpty() || !registries.isEmpty();
    }

    /** One line for each app, by base and then the ones furthest behind first. Those of no configured registry have none. */
    public List<Line> lines() {
        Map<List<Object>, Finding> firsts = new LinkedHashMap<>();
        Map<List<Object>, List<String>> where = new LinkedHashMap<>();
        for (Finding each : findings) {
            if (each.stand().state() != State.OUTSIDE) {
                Use use = each.use();
                List<Object> same = List.of(use.namespace(), use.app(), use.container(), each.stand());
                firsts.putIfAbsent(same, each);
                where.computeIfAbsent(same, key -> new ArrayList<>()).add(use.cluster());
            }
        }
        List<Line> lines = new ArrayList<>();
        firsts.forEach((same, first) ->
                lines.add(new Line(first, where.get(same).stream().distinct().toList())));
        lines.sort(
                Comparator.comparing((Line line) -> line.first().stand().base().isEmpty())
                        .thenComparing(line -> line.first().stand().base())
                        .thenComparing(line -> line.first().stand().state() == State.RELEASED)
                        .thenComparing(line -> -line.first().stand().behind().orElse(Integer.MAX_VALUE))
                        .thenComparing(line -> line.first().stand().version())
                        .thenComparing(line -> line.first().use().namespace())
                        .thenComparing(line -> line.first().use().app())
                        .thenComparing(line -> line.first().use().container()));
        return lines;
    }

    /** What is to be said of the whole, a sentence each. */
    public List<String> summary() {
        List<String> all = new ArrayList<>();
        Map<String, List<Stand>> bases = new TreeMap<>();
        findings.stream()
                .map(Finding::stand)
                .filter(stand -> stand.state() == State.RELEASED || stand.state() == State.NOT_RELEASED)
                .forEach(stand -> bases.computeIfAbsent(stand.base(), key -> new ArrayList<>())
                        .add(stand));
        bases.forEach((base, stands) -> all.add(sentence(base, stands)));
        counted(State.OTHER_BASE, "on a base of which nothing says which version is the newest", all);
        counted(State.UNKNOWN, "with an image that says nothing of a base", all);
        counted(State.GONE, "with an image that its registry does not have any more", all);
        counted(State.UNANSWERED, "with an image or base whose registry did not answer", all);
        counted(State.OUTSIDE, "with an image of a registry that is not configured", all);
        clusters.forEach(
                (name, why) -> all.add("cluster " + name + " was not read: " + without("cluster " + name, why)));
        registries.forEach(
                (name, why) -> all.add("registry " + name + " did not answer: " + without("registry " + name, why)));
        return all;
    }

    private static String sentence(String base, List<Stand> stands) {
        Map<String, Integer> others = new LinkedHashMap<>();
        stands.stream()
                .filter(stand -> stand.state() == State.NOT_RELEASED)
                .sorted(Comparator.comparing(stand -> -stand.behind().orElse(Integer.MAX_VALUE)))
                .forEach(stand -> others.merge(stand.version(), 1, Integer::sum));
        int old = others.values().stream().mapToInt(each -> each).sum();
        List<String> parts = new ArrayList<>();
        others.forEach((version, count) -> parts.add(count + " on " + version));
        return base + ": " + stands.get(0).newest() + " is released; " + containers(stands.size() - old)
                + (stands.size() - old == 1 ? " stands on it" : " stand on it")
                + (old == 0
                        ? ""
                        : ", " + old + (old == 1 ? " does" : " do") + " not (" + String.join(", ", parts) + ")");
    }

    /** A call that failed says by itself where. */
    private static String without(String where, String why) {
        return why.startsWith(where + ": ") ? why.substring(where.length() + 2) : why;
    }

    private void counted(State state, String words, List<String> into) {
        long count = count(state);
        if (count > 0) {
            into.add(containers(count) + " " + words);
        }
    }

    private static String containers(long count) {
        return count + (count == 1 ? " container" : " containers");
    }
}
