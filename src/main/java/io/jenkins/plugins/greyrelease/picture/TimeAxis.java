package io.jenkins.plugins.greyrelease.picture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Where a moment is drawn, in percent of the width. Long stretches in which nothing happens (an approval over night)
 * are drawn short, so that the rest can be seen; {@link #breaks} says where.
 */
public final class TimeAxis {
    private static final long[] NICE_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800
    };
    private static final double MIN_TICK_DISTANCE = 14;

    private final List<Segment> segments = new ArrayList<>();
    private final double shownMillis;
    private final long lengthMillis;

    private TimeAxis(TreeSet<Long> moments, long lengthMillis, long cap) {
        this.lengthMillis = lengthMillis;
        double shown = 0;
        Long before = null;
        for (long moment : moments) {
            if (before != null) {
                double width = Math.min(moment - before, cap);
                segments.add(new Segment(before, moment, shown, width));
                shown += width;
            }
            before = moment;
        }
        shownMillis = Math.max(1, shown);
    }

    /**
     * The axis of a time in which something happened now and then.
     *
     * @param whole how long it was, from zero
     * @param happenings when something happened, in any order; what lies outside is left out
     */
    public static TimeAxis of(Duration whole, Collection<Duration> happenings) {
        TreeSet<Long> moments = new TreeSet<>();
        long length = Math.max(1, whole.toMillis());
        moments.add(0L);
        moments.add(length);
        happenings.stream()
                .map(Duration::toMillis)
                .filter(moment -> moment > 0 && moment < length)
                .forEach(moments::add);
        TimeAxis squeezed = new TimeAxis(moments, length, cap(moments, length));
        boolean pays = squeezed.shownMillis < 0.6 * length;
        return pays ? squeezed : new TimeAxis(moments, length, Long.MAX_VALUE);
    }

    /**
     * How long a stretch is drawn at most, in milliseconds: those drawn short shall not take more of the width than all
     * the others. Worked example: stretches of 5, 11, 2 and 21600 s are drawn as 5, 11, 2 and 18 s.
     */
    private static long cap(TreeSet<Long> moments, long length) {
        long usual = Math.max(60_000, length / 12);
        long others = 0;
        long longestOther = 0;
        int tooLong = 0;
        Long before = null;
        for (long moment : moments) {
            long stretch = before == null ? 0 : moment - before;
            before = moment;
            if (stretch > usual) {
                tooLong++;
            } else {
                others += stretch;
                longestOther = Math.max(longestOther, stretch);
            }
        }
        return tooLong == 0 ? usual : Math.min(usual, Math.max(Math.max(1000, longestOther), others / tooLong));
    }

    /** Percent of the width, 0 to 100; moments outside are drawn at the edge. */
    public double percent(Duration at) {
        long moment = Math.max(0, Math.min(lengthMillis, at.toMillis()));
        for (Segment segment : segments) {
            if (moment <= segment.to) {
                double part = (double) (moment - segment.from) / (segment.to - segment.from);
                return (segment.shownFrom + part * segment.width) * 100 / shownMillis;
            }
        }
        return 100;
    }

    /** Stretches that are drawn shorter than they are. */
    List<Break> breaks() {
        return segments.stream()
                .filter(segment -> segment.width < segment.to - segment.from)
                .map(segment -> new Break(
                        segment.shownFrom * 100 / shownMillis,
                        segment.width * 100 / shownMillis,
                        Times.words(Duration.ofMillis(segment.to - segment.from))))
                .toList();
    }

    /** Moments to write below the axis, far enough apart to be read on a phone. */
    List<Tick> ticks() {
        long step = 1000 * nice(shownMillis / 6000);
        List<Tick> ticks = new ArrayList<>();
        double last = -MIN_TICK_DISTANCE;
        for (Segment segment : segments) {
            if (segment.width < segment.to - segment.from) {
                continue;
            }
            for (long at = (segment.from + step - 1) / step * step; at <= segment.to; at += step) {
                double percent = percent(Duration.ofMillis(at));
                if (percent - last >= MIN_TICK_DISTANCE && percent <= 97) {
                    ticks.add(new Tick(percent, Times.clock(Duration.ofMillis(at))));
                    last = percent;
                }
            }
        }
        return ticks;
    }

    private static long nice(double seconds) {
        for (long nice : NICE_SECONDS) {
            if (nice >= seconds) {
                return nice;
            }
        }
        return (long) Math.ceil(seconds / 604_800) * 604_800;
    }

    private record Segment(long from, long to, double shownFrom, double width) {}

    /** A stretch drawn short: where, how wide (percent), how long it really is. */
    record Break(double from, double width, String length) {}

    /** A label below the axis. */
    record Tick(double percent, String label) {}
}
