package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Waits for Harbor's scan of one image and judges what it found; begins one where there is none.
 *
 * <p>Requests come every 1 to 15 seconds; no thread is held between them. Threads: the scheduler's; {@link #check} is called
 * once, {@link #stop} from any thread.
 */
public final class ScanGate {
    private static final Duration SOONEST = Duration.ofSeconds(2);
    private static final Duration LATEST = Duration.ofSeconds(15);

    /** A scan that broke is begun anew this often. */
    private static final int SCANS = 2;

    private final Harbor harbor;
    private final String repository;
    private final String digest;
    private final Severity worst;
    private final Scheduler scheduler;
    private final Backoff backoff;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    private Duration deadline;
    private int begun;
    private volatile boolean stopped;

    /** What came of it. */
    public sealed interface Verdict {
        /** Nothing worse than allowed; {@code found} in words. */
        record Passed(String found) implements Verdict {}

        /** Something worse than allowed, or nothing to rely on; {@code why} is a sentence. */
        record Refused(String why) implements Verdict {}
    }

    /**
     * @param repository with its project
     * @param worst what is still allowed
     * @param ids the source of randomness for waits
     */
    public ScanGate(Harbor harbor, String repository, String digest, Severity worst, Ids ids) {
        this.harbor = harbor;
        this.repository = repository;
        this.digest = digest;
        this.worst = worst;
        this.scheduler = harbor.scheduler();
        this.backoff = new Backoff(ids, SOONEST, LATEST);
    }

    /**
     * Waits and judges.
     *
     * @param limit how long at most
     * @return fails with {@link io.jenkins.plugins.greyrelease.http.HttpFailure} where Harbor cannot be asked
     */
    public CompletableFuture<Verdict> check(Duration limit) {
        deadline = scheduler.elapsed().plus(limit);
        look();
        return verdict;
    }

    /** Asks no more. */
    public void stop() {
        stopped = true;
    }

    private void look() {
        harbor.scan(repository, digest).whenComplete((scan, failure) -> {
            if (failure != null) {
                verdict.completeExceptionally(Harbor.cause(failure));
            } else if (scan.filter(Scan::done).isPresent()) {
                verdict.complete(judged(scan.get()));
            } else if (stopped || scheduler.elapsed().compareTo(deadline) >= 0) {
                String is = scan.map(known -> "says " + known.status()).orElse("has not begun");
                refuse((stopped ? "nobody waits for its scan any more" : "the time is up") + ", its scan " + is);
            } else if (scan.filter(Scan::running).isPresent()) {
                later();
            } else {
                begin(scan);
            }
        });
    }

    private void begin(Optional<Scan> before) {
        if (begun == SCANS) {
            refuse("its scan ended " + before.map(Scan::status).orElse("without a report")
                    + ", twice; see the log of the scan in Harbor");
            return;
        }
        begun++;
        harbor.beginScan(repository, digest).whenComplete((done, failure) -> {
            if (failure == null) {
                later();
            } else {
                verdict.completeExceptionally(Harbor.cause(failure));
            }
        });
    }

    private void later() {
        scheduler.after(backoff.next(), this::look);
    }

    private void refuse(String why) {
        verdict.complete(new Verdict.Refused(why));
    }

    private Verdict judged(Scan scan) {
        String counts = scan.counts().isEmpty() ? "" : " " + scan.counts();
        if (scan.severity().isEmpty()) {
            return worst == Severity.CRITICAL
                    ? new Verdict.Passed("vulnerabilities of unknown severity" + counts)
                    : new Verdict.Refused(
                            "its scan found vulnerabilities of which Harbor does not know how bad they are" + counts
                                    + ", and allowed is at most " + worst.word());
        }
        Severity found = scan.severity().get();
        return found.compareTo(worst) <= 0
                ? new Verdict.Passed("scanned, at worst " + found.word() + counts)
                : new Verdict.Refused("its scan found at worst " + found.word() + counts + ", and allowed is at most "
                        + worst.word());
    }
}
