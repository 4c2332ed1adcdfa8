package io.jenkins.plugins.greyrelease.picture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Durations for people. */
public final class Times {
    private Times() {}

    /** {@code 1:02:03} for an hour, two minutes and three seconds; {@code 2:03} below an hour; fractions are cut. */
    public static String clock(Duration time) {
        long hours = time.toHours();
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    /** {@code 3 min 10 s}; at most two units, rounded down; below ten seconds with one decimal, {@code 2.5 s}. */
    public static String words(Duration time) {
        if (time.compareTo(Duration.ofSeconds(10)) < 0) {
            long tenths = time.toMillis() / 100;
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        List<String> parts = new ArrayList<>();
        add(parts, time.toDaysPart(), "d");
        add(parts, time.toHoursPart(), "h");
        add(parts, time.toMinutesPart(), "min");
        add(parts, time.toSecondsPart(), "s");
        return String.join(" ", parts.subList(0, Math.min(2, parts.size())));
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit);
        }
    }
}
