package io.jenkins.plugins.greyrelease.runtime;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
public final class Durations {
    /** What {@link #parse} takes, for messages. */
    public static final String ALLOWED = "a duration such as '90s', '10m', '1h30m' or 'PT10M', or a number of seconds";

    private static final Pattern SHORT =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private Durations() {}

    /**
     * Reads a duration of zero or more.
     *
     * <p>Example: {@code 90}, {@code '90'}, {@code '90s'}, {@code '1m30s'} and {@code 'PT1M30S'} are all 90 seconds.
     *
     * @param value a whole number of seconds, text, or a {@link Duration}
     * @throws IllegalArgumentException for anything else; the message says what is allowed
     */
    public static Duration parse(Object value) {
        String text = String.valueOf(value).strip();
        String small = text.toLowerCase(Locale.ROOT);
        Matcher parts = SHORT.matcher(small);
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        if (!small.isEmpty() && parts.matches()) {
            return Duration.ofDays(part(parts, 1))
                    .plusHours(part(parts, 2))
                    .plusMinutes(part(parts, 3))
                    .plusSeconds(part(parts, 4))
                    .plusMillis(part(parts, 5));
        }
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not " + ALLOWED, e);
        }
        throw new IllegalArgumentException("'" + text + "' is negative; allowed is " + ALLOWED);
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    /**
     * The short form that {@link #parse} reads.
     *
     * <p>Example: 5400 seconds are {@code 1h30m}, nothing is {@code 0s}.
     *
     * @param duration zero or more; less than a millisecond is cut off
     */
    public static String shown(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
