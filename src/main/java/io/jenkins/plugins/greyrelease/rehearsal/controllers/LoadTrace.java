package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The load on an app over virtual time: straight lines between points, flat before the first and after the last, and
 * steps that multiply everything from their moment on.
 *
 * <p>Immutable.
 */
public final class LoadTrace {
    private final NavigableMap<Long, Double> points;
    private final NavigableMap<Long, Double> factors;

    private LoadTrace(NavigableMap<Long, Double> points, NavigableMap<Long, Double> factors) {
        this.points = points;
        this.factors = factors;
    }

    /** The same load for ever; zero or more. */
    public static LoadTrace constant(double load) {
        return new LoadTrace(new TreeMap<>(Map.of(0L, load)), new TreeMap<>());
    }

    /**
     * Straight lines between these points.
     *
     * @param points at least one; loads of zero or more
     */
    public static LoadTrace of(Map<Duration, Double> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one point");
        }
        NavigableMap<Long, Double> all = new TreeMap<>();
        points.forEach((at, load) -> all.put(at.toNanos(), load));
        return new LoadTrace(all, new TreeMap<>());
    }

    /** The same load, everything later by {@code delay}. */
    public LoadTrace after(Duration delay) {
        return new LoadTrace(later(points, delay), later(factors, delay));
    }

    private static NavigableMap<Long, Double> later(NavigableMap<Long, Double> points, Duration delay) {
        NavigableMap<Long, Double> moved = new TreeMap<>();
        points.forEach((at, load) -> moved.put(at + delay.toNanos(), load));
        return moved;
    }

    /** When the last point is. */
    public Duration length() {
        return Duration.ofNanos(points.lastKey());
    }

    /**
     * Reads lines of {@code seconds,load}. A heading, empty lines and lines that begin with {@code #} are skipped.
     *
     * <p>Example: {@code 0,1000} and {@code 60,2000} give 1500 after 30 seconds.
     *
     * @throws IllegalArgumentException that lists every bad line by its number
     */
    public static LoadTrace csv(String text) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        List<String> bad = new ArrayList<>();
        String[] lines = text.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            boolean heading = i == 0 && line.chars().noneMatch(Character::isDigit);
            if (!line.isEmpty() && !line.startsWith("#") && !heading) {
                read(line, i + 1, points, bad);
            }
        }
        if (bad.isEmpty() && points.isEmpty()) {
            bad.add("there is no line of load");
        }
        if (!bad.isEmpty()) {
            throw new IllegalArgumentException("load trace: " + String.join("; ", bad)
                    + ". Wanted are lines 'seconds,load' with rising seconds, such as '60,2000'");
        }
        return new LoadTrace(points, new TreeMap<>());
    }

    private static void read(String line, int number, NavigableMap<Long, Double> points, List<String> bad) {
        String[] fields = line.split(",");
        try {
            double seconds = Double.parseDouble(fields[0].strip());
            double load = fields.length == 2 ? Double.parseDouble(fields[1].strip()) : Double.NaN;
            long at = (long) (seconds * 1e9);
            boolean rising = points.isEmpty() || at > points.lastKey();
            if (seconds >= 0 && load >= 0 && Double.isFinite(load) && rising) {
                points.put(at, load);
                return;
            }
        } catch (NumberFormatException e) {
            // said below, together with the other bad lines
        }
        bad.add("line " + number + " is '" + line + "'");
    }

    /**
     * This load, multiplied by {@code factor} from {@code at} on, in place of an earlier factor: {@code x3} and later
     * {@code x1} is a spike.
     */
    public LoadTrace times(double factor, Duration at) {
        NavigableMap<Long, Double> more = new TreeMap<>(factors);
        more.put(at.toNanos(), factor);
        return new LoadTrace(points, more);
    }

    /** The load at this time since the beginning of the simulation. */
    public double at(Duration elapsed) {
        long now = elapsed.toNanos();
        Map.Entry<Long, Double> factor = factors.floorEntry(now);
        return interpolated(now) * (factor == null ? 1 : factor.getValue());
    }

    private double interpolated(long now) {
        Map.Entry<Long, Double> before = points.floorEntry(now);
        Map.Entry<Long, Double> after = points.ceilingEntry(now);
        if (before == null || after == null) {
            return (before == null ? points.firstEntry() : before).getValue();
        }
        if (before.getKey().equals(after.getKey())) {
            return before.getValue();
        }
        double way = (double) (now - before.getKey()) / (after.getKey() - before.getKey());
        return before.getValue() + way * (after.getValue() - before.getValue());
    }
}
