package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What goes wrong at one stand-in; nothing at first.
 *
 * <p>Threads: set it before requests come, or from the thread of the simulation.
 */
public final class RegistryFaults {
    /** How the next replications end; the last one goes on for ever. */
    public enum Replicating {
        /** Copies, and says so. */
        HONEST,
        /** Copies, and says {@code Failed}. */
        SAYS_FAILED,
        /** Copies nothing, and says {@code Succeed}. */
        SAYS_SUCCEED,
        /** Copies nothing, and says {@code Failed}. */
        FAILS,
        /** Says {@code InProgress} for ever, and copies nothing. */
        STUCK,
        /** Copies, and says {@code InProgress} for ever. */
        STUCK_AFTER_COPYING,
        /** The policy is deleted as soon as it was started, and its executions with it. */
        POLICY_DELETED
    }

    private final Deque<HttpReply> refusals = new ArrayDeque<>();
    private final Deque<Replicating> replications = new ArrayDeque<>();
    private final Map<String, Long> quotas = new TreeMap<>();
    private boolean down;
    private boolean mountsRefused;
    private Duration tokenLife = Duration.ofMinutes(30);
    private long bodyLimit = Long.MAX_VALUE;
    private int chunks;
    private int cutChunk = -1;
    private boolean sessionsLost;
    private Replicating lastReplication = Replicating.HONEST;

    RegistryFaults() {}

    /** Whether it answers nobody: connections break. */
    public RegistryFaults down(boolean isDown) {
        down = isDown;
        return this;
    }

    /** How long tokens are good for, 30 minutes if not said, whatever the token service promised. */
    public RegistryFaults tokenLife(Duration life) {
        tokenLife = life;
        return this;
    }

    /** Whether blobs of other repositories are never mounted: each mount begins an upload instead. */
    public RegistryFaults refuseMounts(boolean refused) {
        mountsRefused = refused;
        return this;
    }

    /**
     * Breaks the connection in the middle of one piece of an upload; half of that piece has arrived.
     *
     * @param chunk which one from now on, from 0, over all uploads
     * @param lost whether the server has forgotten the upload too
     */
    public RegistryFaults cutUpload(int chunk, boolean lost) {
        chunks = 0;
        cutChunk = chunk;
        sessionsLost = lost;
        return this;
    }

    /** The most bytes that a project may hold. */
    public RegistryFaults quota(String project, long bytes) {
        quotas.put(project, bytes);
        return this;
    }

    /** The most bytes of one request's body; a proxy in front answers 413 to more. */
    public RegistryFaults bodyLimit(long bytes) {
        bodyLimit = bytes;
        return this;
    }

    /**
     * Refuses the next requests, whatever they are.
     *
     * @param times how many
     * @param status such as 429 or 503
     * @param retryAfter what it asks for, in whole seconds; empty: nothing
     */
    public RegistryFaults refuse(int times, int status, Optional<Duration> retryAfter) {
        HttpReply refusal = HttpReply.refusal(status, "UNAVAILABLE", "rehearsed refusal");
        for (int i = 0; i < times; i++) {
            refusals.add(retryAfter
                    .map(d -> refusal.with("Retry-After", Long.toString(d.toSeconds())))
                    .orElse(refusal));
        }
        return this;
    }

    /** How the next replications end, one after the other; the last one goes on for ever. */
    public RegistryFaults replications(Replicating... next) {
        replications.addAll(List.of(next));
        return this;
    }

    Replicating nextReplication() {
        if (!replications.isEmpty()) {
            lastReplication = replications.remove();
        }
        return lastReplication;
    }

    /** What is answered instead of doing anything. */
    Optional<HttpReply> instead(HttpCall call) {
        if (down) {
            return Optional.of(HttpReply.BROKEN);
        }
        if (call.body().length > bodyLimit) {
            byte[] page = "<html><head><title>413 Request Entity Too Large</title></head></html>"
                    .getBytes(StandardCharsets.UTF_8);
            return Optional.of(HttpReply.of(413, "text/html", page));
        }
        return Optional.ofNullable(refusals.poll());
    }

    boolean isDown() {
        return down;
    }

    boolean mountsRefused() {
        return mountsRefused;
    }

    Duration tokenLife() {
        return tokenLife;
    }

    long quota(String project) {
        return quotas.getOrDefault(project, Long.MAX_VALUE);
    }

    /** Whether this piece of an upload is cut, once. */
    boolean cutsThisChunk() {
        return chunks++ == cutChunk;
    }

    boolean sessionsLost() {
        return sessionsLost;
    }
}
