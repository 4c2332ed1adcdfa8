package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What went over each link, counted where it arrives. A link is a client and a registry; where registries replicate, the
 * client is {@code registry:<name>}.
 *
 * <p>Thread-safe.
 */
public final class Traffic {
    private final Map<Link, Count> links = new TreeMap<>();

    /**
     * One link.
     *
     * @param client who asks
     * @param registry who answers
     */
    public record Link(String client, String registry) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int byClient = client.compareTo(other.client);
            return byClient != 0 ? byClient : registry.compareTo(other.registry);
        }
    }

    /**
     * What went over one link so far.
     *
     * @param requests how many
     * @param up bytes of blobs that were sent to the registry, those of broken uploads included
     * @param down bytes of blobs that the registry sent
     * @param mounted bytes of blobs that were mounted and thus cost nothing
     * @param blobs how often each blob arrived whole, up or down, by digest
     */
    public record Amounts(int requests, long up, long down, long mounted, Map<String, Integer> blobs) {
        public Amounts {
            blobs = Map.copyOf(blobs);
        }
    }

    private static final class Count {
        private int requests;
        private long up;
        private long down;
        private long mounted;
        private final Map<String, Integer> blobs = new TreeMap<>();
    }

    synchronized void request(String client, String registry) {
        count(client, registry).requests++;
    }

    synchronized void up(String client, String registry, long bytes) {
        count(client, registry).up += bytes;
    }

    synchronized void down(String client, String registry, long bytes) {
        count(client, registry).down += bytes;
    }

    synchronized void mounted(String client, String registry, long bytes) {
        count(client, registry).mounted += bytes;
    }

    synchronized void whole(String client, String registry, String digest) {
        count(client, registry).blobs.merge(digest, 1, Integer::sum);
    }

    /** All links that were used, in the order of their names. */
    public synchronized Map<Link, Amounts> amounts() {
        Map<Link, Amounts> all = new LinkedHashMap<>();
        links.forEach((link, c) -> all.put(link, new Amounts(c.requests, c.up, c.down, c.mounted, c.blobs)));
        return all;
    }

    /** One link; nothing if it was not used. */
    public Amounts on(String client, String registry) {
        return amounts().getOrDefault(new Link(client, registry), new Amounts(0, 0, 0, 0, Map.of()));
    }

    /** Counts from nothing again. */
    public synchronized void reset() {
        links.clear();
    }

    private Count count(String client, String registry) {
        return links.computeIfAbsent(new Link(client, registry), link -> new Count());
    }
}
