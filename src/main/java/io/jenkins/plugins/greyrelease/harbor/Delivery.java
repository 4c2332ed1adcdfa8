package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.image.Copied;
import io.jenkins.plugins.greyrelease.image.CopyProgress;
import io.jenkins.plugins.greyrelease.image.CopyTask;
import io.jenkins.plugins.greyrelease.image.ImageCopy;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Brings one image over one link and proves that it is there. Whatever is said on the way, what counts is what the
 * destination answers at the end. Done twice it costs no bytes the second time.
 *
 * <p>Threads: the scheduler's; nothing blocks.
 */
final class Delivery {
    private static final int BLOBS_AT_ONCE = 3;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final Duration WITHOUT_NEWS = Duration.ofMinutes(5);

    private final Wish wish;
    private final Site from;
    private final Site to;
    private final Surroundings around;
    private final Registry there;
    private final Inspection inspection;
    private final Duration begun;
    private Duration lastLine;
    private long lastBytes = -1;
    private volatile Runnable halt = () -> {};

    /**
     * What all deliveries of an image share.
     *
     * @param log a line for people
     * @param ids the source of randomness for waits
     * @param deadline on the scheduler's monotonic clock
     * @param halted why nothing more is to be done; empty: go on
     */
    record Surroundings(Scheduler scheduler, Ids ids, Consumer<String> log, Duration deadline, HaltReason halted) {
        Duration left() {
            Duration left = deadline.minus(scheduler.elapsed());
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /** Why nothing more is to be done. */
    @FunctionalInterface
    interface HaltReason {
        Optional<String> get();
    }

    /** What an image lacks, or where it is not allowed to be: no failure of a call. */
    static final class UndeliveredException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UndeliveredException(String why) {
            super(why);
        }
    }

    Delivery(Wish wish, Site from, Site to, Surroundings around) {
        this.wish = wish;
        this.from = from;
        this.to = to;
        this.around = around;
        this.there = to.registry();
        this.inspection = new Inspection(there, wish);
        this.begun = around.scheduler().elapsed();
        this.lastLine = begun;
    }

    /** Begins nothing new. */
    void halt() {
        halt.run();
    }

    /** @return fails with words for people */
    CompletableFuture<Brought> run() {
        return inspection
                .lacks()
                .thenCompose(lacks -> {
                    if (lacks.isEmpty()) {
                        return CompletableFuture.completedFuture(new Brought("was there already"));
                    }
                    return bring().thenCompose(
                                    brought -> inspection.lacks().thenApply(still -> proven(brought, still)));
                })
                .thenCompose(this::scanned);
    }

    private Brought proven(Brought brought, List<String> lacks) {
        if (!lacks.isEmpty()) {
            throw new UndeliveredException("registry " + to.name() + " lacks " + String.join(", ", lacks) + " of "
                    + wish.image() + " all the same (" + brought.how() + ")");
        }
        return brought;
    }

    /** @throws UndeliveredException if nothing new is to be begun */
    private void goOn() {
        around.halted().get().ifPresent(why -> {
            throw new UndeliveredException(why);
        });
    }

    private CompletableFuture<Brought> bring() {
        goOn();
        if (wish.via() == Wish.Via.COPY) {
            return copy();
        }
        return tags().thenCompose(tags -> Route.find(from, to, wish.repository(), tags))
                .thenCompose(search -> {
                    if (search.route().isPresent()) {
                        return replicate(search.route().get());
                    }
                    if (wish.via() == Wish.Via.REPLICATION) {
                        throw new UndeliveredException(
                                "no replication policy brings " + wish.image() + " from registry "
                                        + from.name() + " to " + to.name() + ": " + search.why()
                                        + "; add one in Harbor, or use via: 'copy'");
                    }
                    around.log().accept("no replication policy serves, so it is copied: " + search.why());
                    return copy();
                });
    }

    /** By what tags the source knows the image: policies may go by them. A source that does not say leaves it at none. */
    private CompletableFuture<List<String>> tags() {
        return !wish.tags().isEmpty() || from.harbor().isEmpty()
                ? CompletableFuture.completedFuture(wish.tags())
                : from.harbor()
                        .get()
                        .tags(wish.repository(), wish.digest().toString())
                        .exceptionally(failure -> List.of());
    }

    private CompletableFuture<Brought> replicate(Route route) {
        return Arriving.of(from.registry(), there, wish, around.scheduler()).thenCompose(arriving -> {
            Replication replication =
                    new Replication(route, wish.repository(), () -> isThere(arriving), around.log(), around.ids());
            halt = replication::stop;
            goOn();
            return replication.bring(around.left()).thenCompose(end -> replicated(end, arriving));
        });
    }

    private CompletableFuture<Brought> replicated(Replication.End end, Arriving arriving) {
        if (end instanceof Replication.End.Arrived arrived) {
            String doubt = arrived.note().isEmpty() ? "" : "; it is there, though " + arrived.note();
            return arriving.look().thenApply(all -> new Brought("replicated " + all + doubt));
        }
        String why = ((Replication.End.Missing) end).why();
        if (wish.via() == Wish.Via.REPLICATION
                || around.halted().get().isPresent()
                || around.left().isZero()) {
            throw new UndeliveredException(why);
        }
        around.log().accept(why + "; so it is copied");
        return copy();
    }

    /** What replication is waited for; the rest is looked at in the end. */
    private CompletableFuture<Boolean> isThere(Arriving arriving) {
        return inspection
                .arrived()
                .thenCompose(is -> is
                        ? CompletableFuture.completedFuture(true)
                        : arriving.look().thenApply(how -> {
                            progress(how);
                            return false;
                        }));
    }

    private CompletableFuture<Brought> copy() {
        CopyTask task = new CopyTask(wish.repository(), wish.digest(), wish.tags(), List.of(), wish.signed());
        Registry source = new Halting(from.registry(), around.halted()::get);
        Registry destination = new Halting(there, around.halted()::get);
        return new ImageCopy(source, destination, around.scheduler(), BLOBS_AT_ONCE)
                .copy(task, this::progress)
                .thenApply(copied -> new Brought(words(copied)));
    }

    private synchronized void progress(CopyProgress progress) {
        Duration now = around.scheduler().elapsed();
        Duration pause = progress.bytes() == lastBytes ? WITHOUT_NEWS : BETWEEN_LINES;
        if (now.minus(lastLine).compareTo(pause) >= 0) {
            lastLine = now;
            lastBytes = progress.bytes();
            around.log().accept(progress.toString());
        }
    }

    private String words(Copied copied) {
        CopyProgress all = new CopyProgress(
                copied.bytes(), copied.bytes(), around.scheduler().elapsed().minus(begun));
        return "copied " + all + ": " + copied.sent() + " blobs sent, " + copied.mounted() + " mounted, "
                + copied.present() + " there already";
    }

    private CompletableFuture<Brought> scanned(Brought brought) {
        if (wish.worst().isEmpty()) {
            return CompletableFuture.completedFuture(brought);
        }
        if (to.harbor().isEmpty()) {
            throw new UndeliveredException("registry " + to.name() + " cannot be asked for a scan");
        }
        ScanGate gate = new ScanGate(
                to.harbor().get(),
                wish.repository(),
                wish.digest().toString(),
                wish.worst().get(),
                around.ids());
        halt = gate::stop;
        goOn();
        around.log().accept("waits for the scan at registry " + to.name());
        return gate.check(around.left()).thenApply(verdict -> {
            if (verdict instanceof ScanGate.Verdict.Refused refused) {
                throw new UndeliveredException(
                        wish.image() + " is at registry " + to.name() + ", but " + refused.why());
            }
            return new Brought(brought.how() + "; " + ((ScanGate.Verdict.Passed) verdict).found());
        });
    }
}
