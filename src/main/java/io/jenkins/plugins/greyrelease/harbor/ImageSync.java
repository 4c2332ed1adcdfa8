package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.image.CopyPlan;
import io.jenkins.plugins.greyrelease.image.CopyPlan.Link;
import io.jenkins.plugins.greyrelease.image.Outcome;
import io.jenkins.plugins.greyrelease.image.Spreader;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Brings one image to several registries over the links of a plan, and proves at each that it is there.
 *
 * <p>Threads: {@link #run} is called once, on the scheduler; the others from any thread.
 */
public final class ImageSync {
    private static final int PARALLEL = 4;

    private final Wish wish;
    private final CopyPlan plan;
    private final Map<String, Site> sites;
    private final Surroundings around;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final TreeSet<String> busy = new TreeSet<>();
    private Duration deadline = Duration.ZERO;
    private String stoppedBy;

    /**
     * What it needs of whoever runs it.
     *
     * @param log a line for people
     * @param ids the source of randomness for waits
     */
    public record Surroundings(Scheduler scheduler, Ids ids, Consumer<String> log) {}

    /** @param sites the source and all destinations of the plan, by name */
    public ImageSync(Wish wish, CopyPlan plan, Map<String, Site> sites, Surroundings around) {
        this.wish = wish;
        this.plan = plan;
        this.sites = new TreeMap<>(sites);
        this.around = around;
    }

    /** Does it. A destination that fails holds up only those behind it. Never fails itself. */
    public CompletableFuture<List<Outcome<Brought>>> run() {
        deadline = around.scheduler().elapsed().plus(wish.limit());
        plan.links().forEach(link -> around.log()
                .accept("[" + link.to() + "] " + wish.image() + " comes from registry " + link.from()));
        return new Spreader<>(plan, PARALLEL, this::deliver).run();
    }

    private CompletableFuture<Brought> deliver(Link link) {
        Consumer<String> log = line -> around.log().accept("[" + link.to() + "] " + line);
        Delivery delivery = new Delivery(
                wish,
                sites.get(link.from()),
                sites.get(link.to()),
                new Delivery.Surroundings(around.scheduler(), around.ids(), log, deadline, this::halted));
        synchronized (this) {
            deliveries.add(delivery);
            busy.add(link.to());
        }
        return delivery.run().whenComplete((brought, failure) -> {
            synchronized (this) {
                busy.remove(link.to());
            }
            if (failure == null) {
                log.accept("registry " + link.to() + " has " + wish.image() + ": " + brought.how());
            }
        });
    }

    /** Why nothing more is done. */
    private synchronized Optional<String> halted() {
        if (stoppedBy != null) {
            return Optional.of("stopped by " + stoppedBy);
        }
        return around.scheduler().elapsed().compareTo(deadline) < 0
                ? Optional.empty()
                : Optional.of(
                        "the time that 'timeout' gives is up; what has arrived stays, running it again goes on from there");
    }

    /**
     * Begins nothing new; what is under way ends at its next piece.
     *
     * @param by who or what stops it, in words
     */
    public synchronized void stop(String by) {
        stoppedBy = by;
        deliveries.forEach(Delivery::halt);
    }

    /** What it does now, in words. */
    public synchronized String status() {
        return busy.isEmpty()
                ? "about to bring " + wish.image()
                : "brings " + wish.image() + " to " + String.join(", ", busy);
    }
}
