package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.image.CopyProgress;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * How much of an image has arrived that somebody else brings: Harbor does not say how many bytes a replication has sent, but
 * the destination says which blobs it has.
 *
 * <p>Not thread-safe: one call at a time.
 */
final class Arriving {
    private final Registry there;
    private final String repository;
    private final Scheduler scheduler;
    private final Duration begun;
    private final Map<Digest, Descriptor> missing = new LinkedHashMap<>();
    private long total;
    private long arrived;

    private Arriving(Registry there, String repository, Scheduler scheduler) {
        this.there = there;
        this.repository = repository;
        this.scheduler = scheduler;
        this.begun = scheduler.elapsed();
    }

    /** Finds out what is missing at the destination before it is brought. */
    static CompletableFuture<Arriving> of(Registry source, Registry there, Wish wish, Scheduler scheduler) {
        Arriving arriving = new Arriving(there, wish.repository(), scheduler);
        return arriving.read(source, wish.digest())
                .thenCompose(read -> arriving.look())
                .thenApply(before -> {
                    arriving.total -= arriving.arrived;
                    arriving.arrived = 0;
                    return arriving;
                });
    }

    private CompletableFuture<Void> read(Registry source, Digest digest) {
        return source.manifest(repository, digest.toString()).thenCompose(manifest -> {
            manifest.blobs().stream()
                    .filter(blob -> missing.putIfAbsent(blob.digest(), blob) == null)
                    .forEach(blob -> total += blob.size());
            return children(source, manifest, 0);
        });
    }

    private CompletableFuture<Void> children(Registry source, Manifest manifest, int next) {
        return next == manifest.manifests().size()
                ? CompletableFuture.completedFuture(null)
                : read(source, manifest.manifests().get(next).digest())
                        .thenCompose(read -> children(source, manifest, next + 1));
    }

    /** Asks the destination for what was missing the last time. */
    CompletableFuture<CopyProgress> look() {
        return look(new ArrayList<>(missing.values()), 0)
                .thenApply(looked ->
                        new CopyProgress(arrived, total, scheduler.elapsed().minus(begun)));
    }

    private CompletableFuture<Void> look(List<Descriptor> at, int next) {
        if (next == at.size()) {
            return CompletableFuture.completedFuture(null);
        }
        Descriptor blob = at.get(next);
        return there.has(repository, blob.digest()).thenCompose(is -> {
            if (is && missing.remove(blob.digest()) != null) {
                arrived += blob.size();
            }
            return look(at, next + 1);
        });
    }
}
