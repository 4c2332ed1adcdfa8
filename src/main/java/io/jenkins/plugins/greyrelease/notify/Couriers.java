package io.jenkins.plugins.greyrelease.notify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends notices to all destinations that want them, which may be configured anew at any time.
 *
 * <p>Thread-safe.
 */
public final class Couriers implements Listener {
    private final Supplier<List<Destination>> destinations;
    private final Executor executor;
    private final Consumer<String> log;
    private final Map<String, Courier> couriers = new TreeMap<>();

    /**
     * @param destinations as they are configured now; may fail if they are wrong
     * @param executor where secrets are read and bodies written
     * @param log takes what people should know: what was dropped, and why
     */
    public Couriers(Supplier<List<Destination>> destinations, Executor executor, Consumer<String> log) {
        this.destinations = destinations;
        this.executor = executor;
        this.log = log;
    }

    @Override
    public void hear(Notice notice) {
        List<Destination> all;
        try {
            all = destinations.get();
        } catch (RuntimeException e) {
            log.accept("nobody is notified of " + notice.id() + ": " + e.getMessage());
            return;
        }
        all.stream().filter(each -> each.wants(notice)).forEach(each -> courier(each.name())
                .take(each, notice));
    }

    private synchronized Courier courier(String name) {
        return couriers.computeIfAbsent(name, same -> new Courier(same, executor, log));
    }

    /** How many events were never delivered, by destination. */
    public synchronized Map<String, Long> dropped() {
        Map<String, Long> dropped = new TreeMap<>();
        couriers.forEach((name, courier) -> dropped.put(name, courier.dropped()));
        return dropped;
    }

    /** Completes when nothing waits to be sent. */
    public synchronized CompletableFuture<Void> idle() {
        return CompletableFuture.allOf(
                couriers.values().stream().map(Courier::idle).toArray(CompletableFuture<?>[]::new));
    }
}
