package io.jenkins.plugins.greyrelease.approval;

import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * When releases may go on: a recurrence rule of RFC 5545 says when a window opens, the length how long it stays open.
 * Rules are counted from Monday, 2000-01-03, 00:00 on, which is what {@code INTERVAL} and a missing {@code BYHOUR} refer
 * to.
 *
 * <p>Example: {@code FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=9}, 8 hours, Europe/Berlin is open from 9:00 to 17:00 local time
 * on four days of the week, and on Thursday at 17:30 the next one opens on Monday at 9:00.
 *
 * @param rule the value of an {@code RRULE}
 * @param length more than 0
 * @param zone whose clock the rule speaks of
 */
public record Window(String rule, Duration length, ZoneId zone) {
    /** Rarer than this would be a mistake; more often would open all the time. */
    private static final Set<Freq> TAKEN = Set.of(Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.YEARLY);

    /**
     * Reads one.
     *
     * @param zone such as {@code Europe/Berlin}
     * @throws IllegalArgumentException if one of them is wrong; the message says what is allowed
     */
    public static Window of(String rule, Duration length, String zone) {
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("the window's length must be more than 0");
        }
        RecurrenceRule parsed = parse(rule);
        if (!TAKEN.contains(parsed.getFreq())) {
            throw new IllegalArgumentException("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY");
        }
        if (parsed.getCount() != null) {
            throw new IllegalArgumentException("COUNT is not allowed: nothing says from when on to count; use UNTIL");
        }
        try {
            Window window = new Window(rule, length, ZoneId.of(zone));
            window.startsAfter(Instant.EPOCH);
            return window;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + zone + "' is no time zone; one such as 'Europe/Berlin' or 'UTC' is needed", e);
        }
    }

    /** Whether it is open. */
    public boolean open(Instant now) {
        RecurrenceRuleIterator starts = startsAfter(now.minus(length));
        return starts.hasNext() && starts.peekMillis() <= now.toEpochMilli();
    }

    /** When it opens next; now if it is open; empty: never again. */
    public Optional<Instant> opens(Instant now) {
        if (open(now)) {
            return Optional.of(now);
        }
        RecurrenceRuleIterator starts = startsAfter(now);
        return starts.hasNext() ? Optional.of(Instant.ofEpochMilli(starts.nextMillis())) : Optional.empty();
    }

    /** For people: {@code FREQ=DAILY;BYHOUR=9 for 8h (UTC)}. */
    public String words() {
        return rule + " for " + Durations.shown(length) + " (" + zone + ")";
    }

    private RecurrenceRuleIterator startsAfter(Instant time) {
        TimeZone local = TimeZone.getTimeZone(zone);
        RecurrenceRuleIterator starts = parse(rule).iterator(new DateTime(local, 2000, 0, 3, 0, 0, 0));
        starts.fastForward(new DateTime(local, time.toEpochMilli()));
        while (starts.hasNext() && starts.peekMillis() <= time.toEpochMilli()) {
            starts.nextMillis();
        }
        return starts;
    }

    private static RecurrenceRule parse(String rule) {
        try {
            return new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException e) {
            throw new IllegalArgumentException(
                    "'" + rule
                            + "' is no recurrence rule of RFC 5545, such as 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=9': "
                            + e.getMessage(),
                    e);
        }
    }
}
