package io.jenkins.plugins.greyrelease.image.job;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Hands a container's log on, line by line and each once, however often it breaks off.
 *
 * <p>Thread-safe; lines are handed on one at a time.
 */
final class LogFollower {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** What Jenkins writes to disk for each line, and people read. */
    private static final int LONGEST = 4000;

    private final Cluster cluster;
    private final Scheduler scheduler;
    private final Redaction redaction;
    private final Consumer<String> lines;
    private final LogReading reading = new LogReading();
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private LogSource source;
    private Watch open = () -> {};
    private boolean ending;
    private boolean over;

    /** @param redaction takes out what no log may have in it, whoever wrote it there */
    LogFollower(Cluster cluster, Scheduler scheduler, Redaction redaction, Consumer<String> lines) {
        this.cluster = cluster;
        this.scheduler = scheduler;
        this.redaction = redaction;
        this.lines = lines;
    }

    /** Begins, unless it has begun. */
    synchronized void begin(String namespace, String pod) {
        if (source == null && !over) {
            source = new LogSource(namespace, pod, JobManifest.CONTAINER, Optional.empty());
            open();
        }
    }

    /**
     * The container has ended: what is there is read to its end, which does not come again.
     *
     * @return when that is done, or cannot be
     */
    CompletableFuture<Void> end() {
        synchronized (this) {
            ending = true;
            if (source == null) {
                read.complete(null);
            }
        }
        return read;
    }

    /** Hands nothing more on. */
    synchronized void close() {
        over = true;
        open.close();
        read.complete(null);
    }

    /** The last lines. */
    synchronized List<String> tail() {
        return reading.tail();
    }

    private synchronized void open() {
        if (over) {
            return;
        }
        LogSource from = new LogSource(source.namespace(), source.pod(), source.container(), reading.begin());
        open = cluster.log(from, new LogListener() {
            @Override
            public void line(Instant at, String text) {
                take(at, text);
            }

            @Override
            public void closed(Optional<KubeException> cause) {
                broke(cause);
            }
        });
    }

    private synchronized void take(Instant at, String said) {
        String text = redaction.apply(said);
        if (!over && reading.isNew(at, text)) {
            lines.accept(text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text);
        }
    }

    /** An end may be that of the container, or of the patience of something in between: the Job says which. */
    private synchronized void broke(Optional<KubeException> cause) {
        boolean lost = cause.isPresent() && !cause.get().passing();
        if (ending && cause.isEmpty() || lost) {
            if (lost && !ending) {
                lines.accept(
                        "(the rest of the log cannot be read: " + cause.get().getMessage() + ")");
            }
            over = true;
            read.complete(null);
        } else {
            scheduler.after(PAUSE, this::open);
        }
    }
}
