package io.jenkins.plugins.greyrelease.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The writes of a release in each cluster, in order and in words, without what is drawn anew for each release: its id
 * and the hashes of templates. How many slices a batch takes depends on when pods become ready, so the scaling between
 * two other writes is told as what it came to.
 *
 * <p>Does not tell: leases, which are a matter of time, and the record for people, which is written beside.
 */
final class WriteStory {
    private static final Set<String> TOLD = Set.of("WROTE", "HANDOVER", "FREEZE", "THAW", "BATCH_REACHED");
    private static final Pattern EVENT = Pattern.compile("([A-Z_]+) (\\S+) (.*)", Pattern.DOTALL);
    private static final Pattern SCALE =
            Pattern.compile("scale (stable|canary) \\S+ from \\d+ to (\\d+).*", Pattern.DOTALL);

    private final List<String> writes = new ArrayList<>();
    private final Map<String, String> sizes = new TreeMap<>();

    private WriteStory() {}

    /**
     * By cluster.
     *
     * @param lines {@code KIND cluster text}, as hooks hear of events
     * @param release its id
     */
    static Map<String, List<String>> of(Collection<String> lines, String release) {
        Map<String, WriteStory> stories = new TreeMap<>();
        for (String line : lines) {
            Matcher event = EVENT.matcher(line);
            if (event.matches()
                    && TOLD.contains(event.group(1))
                    && !event.group(2).equals("-")) {
                stories.computeIfAbsent(event.group(2), cluster -> new WriteStory())
                        .add(event.group(3).replace(release, "ID"));
            }
        }
        Map<String, List<String>> told = new TreeMap<>();
        stories.forEach((cluster, story) -> told.put(cluster, List.copyOf(story.writes)));
        return told;
    }

    private void add(String text) {
        Matcher scale = SCALE.matcher(text);
        if (scale.matches()) {
            sizes.put(scale.group(1), scale.group(2));
            return;
        }
        if (!sizes.isEmpty()) {
            writes.add("scale to " + sizes);
            sizes.clear();
        }
        writes.add(text.replaceAll("-(?=[0-9a-z]*\\d)[0-9a-z]{7,10}\\b", "-HASH"));
    }
}
