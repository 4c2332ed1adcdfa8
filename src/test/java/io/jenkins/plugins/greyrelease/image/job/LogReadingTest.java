package io.jenkins.plugins.greyrelease.image.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A log in pieces. */
class LogReadingTest {
    private static final Instant START = Instant.parse("2026-05-04T10:00:01Z");

    @Test
    void whatCameBeforeTheCutIsNotReadTwice() {
        LogReading reading = new LogReading();
        assertThat(reading.begin()).isEmpty();
        assertThat(read(reading, "2 a", "5 b", "5 c")).containsExactly("a", "b", "c");
        assertThat(reading.begin()).contains(START.plusMillis(500));
        assertThat(read(reading, "2 a", "5 b", "5 c", "5 d", "9 e")).containsExactly("d", "e");
        reading.begin();
        assertThat(read(reading, "5 b", "5 c", "5 d", "9 e", "9 f")).containsExactly("f");
    }

    @Property(tries = 200)
    void everyLineIsReadOnceHoweverOftenItIsCut(
            @ForAll @Size(max = 30) List<@IntRange(max = 3) Integer> steps,
            @ForAll @Size(max = 6) List<@IntRange(max = 30) Integer> cuts) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < steps.size(); i++) {
            at += steps.get(i);
            lines.add(at + " line" + i);
        }
        LogReading reading = new LogReading();
        List<String> got = new ArrayList<>();
        for (int cut : cuts) {
            got.addAll(piece(reading, lines, Math.min(cut, lines.size())));
        }
        got.addAll(piece(reading, lines, lines.size()));
        assertThat(got)
                .isEqualTo(IntStream.range(0, steps.size())
                        .mapToObj(i -> "line" + i)
                        .toList());
        assertThat(reading.tail()).isEqualTo(got.subList(Math.max(0, got.size() - 20), got.size()));
    }

    /** As the server: from the beginning of the second on. */
    private static List<String> piece(LogReading reading, List<String> lines, int until) {
        Instant from = reading.begin()
                .map(at -> at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS))
                .orElse(Instant.MIN);
        return read(
                reading,
                lines.subList(0, until).stream()
                        .filter(line -> !at(line).isBefore(from))
                        .toArray(String[]::new));
    }

    private static List<String> read(LogReading reading, String... lines) {
        List<String> fresh = new ArrayList<>();
        for (String line : lines) {
            String text = line.substring(line.indexOf(' ') + 1);
            if (reading.isNew(at(line), text)) {
                fresh.add(text);
            }
        }
        return fresh;
    }

    /** Tenths of a second. */
    private static Instant at(String line) {
        return START.plus(Duration.ofMillis(100L * Integer.parseInt(line.substring(0, line.indexOf(' ')))));
    }
}
