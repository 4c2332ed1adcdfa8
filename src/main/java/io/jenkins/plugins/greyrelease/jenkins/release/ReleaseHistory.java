package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.rollout.BatchReport;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Records what a release looks like over time, for the pages that draw it, and keeps it on disk: a restart of the
 * controller goes on with the same drawing. Thread-safe.
 */
public final class ReleaseHistory {
    /** News comes in bunches; one look a bunch is enough. */
    private static final Duration BUNCH = Duration.ofMillis(500);
    /** How long a recording may be ahead of the one on disk: what is lost is a bit of a drawing. */
    private static final Duration UNSAVED = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final Archive archive;
    private Recording recording;
    private long revision;
    private volatile Release release;
    private boolean looking;
    private boolean saving;

    /** Where a recording is kept. Calls may block on the disk. */
    interface Archive {
        /** What was kept; empty if nothing was, or if it cannot be read. */
        Optional<Recording> read();

        /** Keeps it instead of what was kept before. Never fails: a drawing is not worth a release. */
        void write(Recording recording);
    }

    /** Reads nothing yet. */
    ReleaseHistory(Scheduler scheduler, Archive archive) {
        this.scheduler = scheduler;
        this.archive = archive;
    }

    /** The recording so far. May read a file. */
    public Recording recording() {
        synchronized (this) {
            load();
            return recording;
        }
    }

    /** Another number whenever the recording has changed; begins anew with the process. */
    public long revision() {
        synchronized (this) {
            return revision;
        }
    }

    /** The drawing as it would be now: the time that has passed is part of it. */
    public Duration now() {
        return recording().at(scheduler.now());
    }

    /** Hooks that do what these do, and record. */
    ReleaseHooks watching(ReleaseHooks hooks) {
        return new ReleaseHooks() {
            @Override
            public CompletableFuture<Verdict> check(BatchReport batch) {
                return hooks.check(batch);
            }

            @Override
            public void event(ReleaseEvent event) {
                hooks.event(event);
                heard(event);
            }

            @Override
            public void changed() {
                hooks.changed();
                look();
            }
        };
    }

    /** From now on, this release's pictures are recorded, until its end. */
    void follow(Release begun) {
        release = begun;
        begun.result().thenRun(() -> {
            picture();
            save();
        });
        look();
    }

    private void heard(ReleaseEvent event) {
        change(now -> Mark.of(event, now.at(event.at())).map(now::with).orElse(now));
        look();
    }

    private void look() {
        synchronized (this) {
            if (looking) {
                return;
            }
            looking = true;
        }
        scheduler.after(BUNCH, () -> {
            synchronized (this) {
                looking = false;
            }
            picture();
        });
    }

    private void picture() {
        Release watched = release;
        if (watched == null) {
            return;
        }
        ReleasePicture picture = watched.picture();
        // before preflight has passed nobody has counted pods
        boolean counted = !picture.release().isEmpty();
        change(now -> counted ? now.with(picture, now.at(scheduler.now())) : now.with(picture));
    }

    private void change(UnaryOperator<Recording> how) {
        synchronized (this) {
            load();
            Recording changed = how.apply(recording);
            if (changed == recording) {
                return;
            }
            recording = changed;
            revision++;
            if (saving) {
                return;
            }
            saving = true;
        }
        scheduler.after(UNSAVED, this::save);
    }

    private void save() {
        Recording now;
        synchronized (this) {
            saving = false;
            now = recording;
        }
        if (now != null) {
            archive.write(now);
        }
    }

    private void load() {
        if (recording == null) {
            recording = archive.read().orElseGet(() -> Recording.empty(scheduler.now()));
        }
    }
}
