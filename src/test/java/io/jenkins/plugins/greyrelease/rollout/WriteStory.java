package io.jenkins.plugins.greyrelease.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a release did in each cluster, in order and in words: each write, and what it was for. Without what is drawn anew
 * for each release: its id and hashes.
 *
 * <p>Does not tell: leases, which are a matter of time, and the record for people, which is written beside.
 */
final class WriteStory {
    private static final Pattern EVENT = Pattern.compile("(?:\\d+ )?[A-Z_]+ (\\S+) (.*)", Pattern.DOTALL);
    private static final Pattern PRINTED = Pattern.compile("\\d\\d:\\d\\d:\\d\\d {2}\\[(\\S+)] (.*)");

    private WriteStory() {}

    /**
     * By cluster.
     *
     * @param lines {@code KIND cluster text}, as hooks hear of events, the time before it or not
     * @param release its id
     */
    static Map<String, List<String>> ofEvents(Collection<String> lines, String release) {
        return of(EVENT, lines, release);
    }

    /**
     * By cluster.
     *
     * @param lines as {@code grey} prints them
     * @param release its id
     */
    static Map<String, List<String>> ofPrinted(Collection<String> lines, String release) {
        return of(PRINTED, lines, release);
    }

    private static Map<String, List<String>> of(Pattern form, Collection<String> lines, String release) {
        Map<String, List<String>> told = new TreeMap<>();
        for (String line : lines) {
            Matcher matcher = form.matcher(line);
            if (matcher.matches() && !matcher.group(1).equals("-")) {
                told.computeIfAbsent(matcher.group(1), cluster -> new ArrayList<>())
                        .add(same(matcher.group(2), release));
            }
        }
        return told;
    }

    private static String same(String text, String release) {
        return text.replace(release, "ID")
                .replaceAll("-(?=[0-9a-z]*\\d)[0-9a-z]{7,10}\\b", "-HASH")
                .replaceAll("plan [0-9a-f]{16}", "plan HASH");
    }
}
