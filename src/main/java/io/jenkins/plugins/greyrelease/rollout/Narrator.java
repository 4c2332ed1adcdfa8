package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Tells the release's surroundings what happens, and the records of the clusters it has begun in.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Narrator {
    private static final Set<Kind> TOLD_VOTERS = EnumSet.of(
            Kind.BATCH_STARTED,
            Kind.BATCH_REACHED,
            Kind.CHECK_PASSED,
            Kind.CHECK_FAILED,
            Kind.WARNING,
            Kind.UNREACHABLE);
    private static final int MOST = 400;

    private final Scheduler scheduler;
    private final ReleaseHooks hooks;
    private final Map<String, Record> records = new TreeMap<>();
    private String release = "";

    private volatile List<ReleaseEvent> soFar = List.of();

    Narrator(Scheduler scheduler, ReleaseHooks hooks) {
        this.scheduler = scheduler;
        this.hooks = hooks;
    }

    /** From now on this cluster's record hears of the release. */
    void begin(String newRelease, String cluster, Record record) {
        release = newRelease;
        records.putIfAbsent(cluster, record);
    }

    /** Something about the release as a whole. */
    void say(Kind kind, String text) {
        ReleaseEvent event = new ReleaseEvent(scheduler.now(), kind, Optional.empty(), 0, text);
        hooks.event(event);
        records.values().forEach(record -> record.note(release, event));
    }

    /** Something in one cluster; batch 0: none. */
    void say(Kind kind, String cluster, int batch, String text) {
        ReleaseEvent event = new ReleaseEvent(scheduler.now(), kind, Optional.of(cluster), batch, text);
        if (TOLD_VOTERS.contains(kind)) {
            List<ReleaseEvent> all = new ArrayList<>(soFar);
            all.add(event);
            soFar = List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
        }
        hooks.event(event);
        // Single writes would fill the record without telling more than their outcome does.
        if (kind != Kind.WROTE && records.containsKey(cluster)) {
            records.get(cluster).note(release, event);
        }
    }

    /** What people said about a batch; a cluster that the release has not begun in has no record of it. */
    void approval(Release.ApprovalNote note) {
        note.clusters().stream().filter(records::containsKey).forEach(cluster -> {
            ReleaseEvent event =
                    new ReleaseEvent(scheduler.now(), Kind.APPROVAL, Optional.of(cluster), note.batch(), note.text());
            hooks.event(event);
            records.get(cluster).note(release, event, Optional.of(note.json()));
        });
    }

    /** See {@link Release#soFar}; on any thread. */
    List<ReleaseEvent> soFar() {
        return soFar;
    }

    /** Completes when all records are written, or given up. */
    CompletableFuture<Void> flush() {
        return CompletableFuture.allOf(
                records.values().stream().map(Record::flush).toArray(CompletableFuture<?>[]::new));
    }
}
