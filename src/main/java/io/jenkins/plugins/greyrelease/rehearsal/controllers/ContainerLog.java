package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.Watch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a container has written, and who reads along. */
final class ContainerLog {
    private record Written(Instant at, String text) {}

    private final List<Written> lines = new ArrayList<>();
    private final List<LogListener> readers = new ArrayList<>();
    private boolean ended;

    void write(Instant at, String text) {
        lines.add(new Written(at, text));
        List.copyOf(readers).forEach(each -> each.line(at, text));
    }

    /** Nothing more is written. */
    void end() {
        ended = true;
        List<LogListener> last = List.copyOf(readers);
        readers.clear();
        last.forEach(each -> each.closed(Optional.empty()));
    }

    /** @param since counts from the beginning of its second, as the real server has it */
    Watch follow(Optional<Instant> since, LogListener reader) {
        Instant from = since.map(at -> at.truncatedTo(ChronoUnit.SECONDS)).orElse(Instant.MIN);
        lines.stream().filter(each -> !each.at.isBefore(from)).forEach(each -> reader.line(each.at, each.text));
        if (ended) {
            reader.closed(Optional.empty());
            return () -> {};
        }
        readers.add(reader);
        return () -> readers.remove(reader);
    }
}
