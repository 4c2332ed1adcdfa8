package io.jenkins.plugins.greyrelease.jira;

import java.util.ArrayList;
import java.util.List;

/**
 * The one comment of a run on a ticket: a heading, a line for everything that was told, and a last line by which it is
 * found again.
 *
 * @param run identifies the run, such as {@code shop/release#12}
 * @param url of the run's page; empty: it has none
 * @param lines what was told, the oldest first
 */
record RunComment(String run, String url, List<String> lines) {
    private static final String MARK = "Grey Release keeps this comment for run ";
    private static final int LONGEST = 20_000;

    RunComment {
        lines = List.copyOf(lines);
    }

    /** What a comment says, if it is this run's. */
    static boolean isOf(String run, List<String> said) {
        return said.contains(MARK + run);
    }

    /** Takes up what the comment has said so far; nothing if there is none. */
    static RunComment of(String run, String url, List<String> said) {
        List<String> told = said.stream()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC .*"))
                .toList();
        return new RunComment(run, url, told);
    }

    /**
     * Tells more. What was told last, or in the same minute, is not told again: a step that is done anew after a restart,
     * and a call whose answer was lost, change nothing.
     *
     * @param time such as {@code 2026-11-21 20:15 UTC}
     */
    RunComment with(String time, String text) {
        String words = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        boolean last = !lines.isEmpty() && lines.get(lines.size() - 1).endsWith(" UTC " + words);
        if (last || lines.contains(time + " " + words)) {
            return this;
        }
        List<String> more = new ArrayList<>(lines);
        more.add(time + " " + words);
        // Jira takes 32,767 characters; the oldest lines go first
        while (more.stream().mapToInt(String::length).sum() > LONGEST && more.size() > 1) {
            more.remove(0);
        }
        return new RunComment(run, url, more);
    }

    /** As it is written. */
    List<String> text() {
        List<String> text = new ArrayList<>();
        text.add("Run " + run + (url.isEmpty() ? "" : " " + url));
        text.addAll(lines);
        text.add(MARK + run);
        return text;
    }
}
