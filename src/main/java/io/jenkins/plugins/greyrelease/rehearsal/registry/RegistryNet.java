package io.jenkins.plugins.greyrelease.rehearsal.registry;

import io.jenkins.plugins.greyrelease.rehearsal.registry.Traffic.Link;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stand-in registries, and the network between them and their clients.
 *
 * <p>Threads: everything may be called from any; what the clients of {@link #client} answer comes on the scheduler's.
 */
public final class RegistryNet {
    private static final Speed FAST = new Speed(Duration.ofMillis(5), 100_000_000);

    private final Scheduler scheduler;
    private final Contents contents = new Contents();
    private final Traffic traffic = new Traffic();
    private final Map<String, StandInRegistry> registries = new TreeMap<>();
    private final Map<Link, Speed> speeds = new TreeMap<>();
    private final Object timers = new Object();
    private int ids;

    /**
     * How fast a link is.
     *
     * @param delay of each request, there and back
     * @param bytesPerSecond 1 or more, each way
     */
    public record Speed(Duration delay, long bytesPerSecond) {
        Duration of(long bytes) {
            return Duration.ofNanos(bytes * 1000 / bytesPerSecond * 1_000_000);
        }
    }

    /** @param scheduler clock and executor, virtual or not */
    public RegistryNet(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Adds a registry.
     *
     * @param name unique
     * @param url scheme, host and port; nothing is opened there
     */
    public synchronized StandInRegistry add(String name, String url) {
        StandInRegistry registry = new StandInRegistry(name, url, this);
        if (registries.putIfAbsent(name, registry) != null) {
            throw new IllegalArgumentException("there is a registry '" + name + "' already");
        }
        return registry;
    }

    /** The registry of this name. */
    public synchronized Optional<StandInRegistry> named(String name) {
        return Optional.ofNullable(registries.get(name));
    }

    /** All registries, in the order of their names. */
    public synchronized Collection<StandInRegistry> registries() {
        return List.copyOf(registries.values());
    }

    /** Makes a link as slow as wanted, both ways; 5 ms and 100 MB/s if not said. */
    public synchronized void speed(String client, String registry, Speed speed) {
        speeds.put(new Link(client, registry), speed);
    }

    /** What went over the links. */
    public Traffic traffic() {
        return traffic;
    }

    /**
     * An HTTP client that reaches these registries, and nothing else, by their hosts and without a socket, in the
     * scheduler's time.
     *
     * @param name as {@link Traffic} counts it
     */
    public HttpClient client(String name) {
        return new StandInClient(name, this);
    }

    synchronized Speed speed(Link link) {
        return speeds.getOrDefault(link, FAST);
    }

    /** Who listens there. */
    synchronized Optional<StandInRegistry> at(URI uri) {
        String address = uri.getScheme() + "://" + uri.getRawAuthority();
        return registries.values().stream().filter(r -> r.url().equals(address)).findFirst();
    }

    Contents contents() {
        return contents;
    }

    Object timers() {
        return timers;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    synchronized String nextId() {
        return Integer.toString(++ids, 36);
    }
}
