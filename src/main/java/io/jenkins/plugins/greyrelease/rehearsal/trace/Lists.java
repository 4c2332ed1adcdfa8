package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.util.List;

/** Enumerations for people. */
final class Lists {
    private static final int MOST = 4;

    private Lists() {}

    /** {@code a}; {@code a and b}; {@code a, b and c}; of more than four the first three and how many others. */
    static String words(List<String> all) {
        if (all.size() == 1) {
            return all.get(0);
        }
        int shown = all.size() > MOST ? MOST - 1 : all.size() - 1;
        String last = all.size() > MOST ? (all.size() - shown) + " others" : all.get(shown);
        return String.join(", ", all.subList(0, shown)) + " and " + last;
    }
}
