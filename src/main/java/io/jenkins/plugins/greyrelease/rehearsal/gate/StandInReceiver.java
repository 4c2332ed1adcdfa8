package io.jenkins.plugins.greyrelease.rehearsal.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.notify.Signature;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpCall;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpReply;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Receives notifications, as a receiver should: it refuses what is not signed or is older than a quarter of an hour, and
 * passes over what it has had.
 *
 * <p>Thread-safe.
 */
public final class StandInReceiver {
    private static final Duration OLDEST = Duration.ofMinutes(15);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String secret;
    private final Scheduler scheduler;
    private final Consumer<String> note;
    private final List<String> ids = new ArrayList<>();
    private boolean down;
    private int refused;

    /** @param note hears of everything that arrives: who was told, and what */
    public StandInReceiver(String secret, Scheduler scheduler, Consumer<String> note) {
        this.secret = secret;
        this.scheduler = scheduler;
        this.note = note;
    }

    /** Whether it answers 503. */
    public synchronized void down(boolean is) {
        down = is;
    }

    /** Path and id of all that was taken, in the order it came. */
    public synchronized List<String> taken() {
        return List.copyOf(ids);
    }

    /** How many requests were not signed as they must be. */
    public synchronized int refused() {
        return refused;
    }

    /** Answers one call. */
    public synchronized HttpReply handle(HttpCall call) {
        if (down) {
            return HttpReply.of(503);
        }
        String signature = call.header(Signature.HEADER).orElse("");
        Instant at = Instant.ofEpochSecond(
                signature.matches("t=\\d{1,11},.*")
                        ? Long.parseLong(signature.substring(2, signature.indexOf(',')))
                        : 0);
        if (!Signature.of(secret, at, call.body()).equals(signature)
                || Duration.between(at, scheduler.now()).abs().compareTo(OLDEST) > 0) {
            refused++;
            return HttpReply.of(403);
        }
        JsonNode body = read(call);
        String id = call.path() + " " + body.path("id").asText();
        if (!ids.contains(id)) {
            ids.add(id);
            note.accept(call.path().substring(1) + " is notified, "
                    + body.path("event").asText() + ": " + body.path("text").asText());
        }
        return HttpReply.of(204);
    }

    private static JsonNode read(HttpCall call) {
        try {
            return MAPPER.readTree(call.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
