package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Copies images from one registry to another: first the blobs that are missing there, then the manifests, byte for byte,
 * those of a list before the list itself. Whatever is there costs no bytes, so that a copy that was interrupted goes on
 * when it is run again.
 *
 * <p>In memory are at most some 12 MiB for each blob under way. Thread-safe.
 */
public final class ImageCopy {
    private static final int LOOKS = 8;

    private final Registry from;
    private final Registry to;
    private final Scheduler scheduler;
    private final int blobsAtOnce;

    /** @param blobsAtOnce how many blobs are sent at the same time, 1 or more */
    public ImageCopy(Registry from, Registry to, Scheduler scheduler, int blobsAtOnce) {
        this.from = from;
        this.to = to;
        this.scheduler = scheduler;
        this.blobsAtOnce = blobsAtOnce;
    }

    /**
     * Copies.
     *
     * @param listener told of bytes as they arrive, on any thread
     * @return fails with {@link io.jenkins.plugins.greyrelease.http.HttpFailure}
     */
    public CompletableFuture<Copied> copy(CopyTask task, Consumer<CopyProgress> listener) {
        CompletableFuture<Copied> image = ImageTree.read(
                        from, task.repository(), task.digest().toString())
                .thenCompose(tree -> new OneCopy(task, tree, task.tags(), listener).run());
        return task.signatures()
                ? image.thenCompose(copied -> referrers(task, listener).thenApply(copied::plus))
                : image;
    }

    /** What refers to the image: by its tag where that is how it is found, else by its digest. */
    private CompletableFuture<Copied> referrers(CopyTask task, Consumer<CopyProgress> listener) {
        return from.referrers(task.repository(), task.digest()).thenCompose(found -> {
            Set<String> tags = new LinkedHashSet<>();
            Set<String> digests = new LinkedHashSet<>();
            found.forEach(each -> each.tag()
                    .ifPresentOrElse(
                            tags::add,
                            () -> digests.add(each.descriptor().digest().toString())));
            CompletableFuture<Copied> all = CompletableFuture.completedFuture(new Copied(0, 0, 0, 0, 0, Duration.ZERO));
            for (String tag : tags) {
                all = all.thenCompose(
                        before -> reference(task, tag, List.of(tag), listener).thenApply(before::plus));
            }
            for (String digest : digests) {
                all = all.thenCompose(
                        before -> reference(task, digest, List.of(), listener).thenApply(before::plus));
            }
            return all;
        });
    }

    private CompletableFuture<Copied> reference(
            CopyTask task, String reference, List<String> tags, Consumer<CopyProgress> listener) {
        return ImageTree.read(from, task.repository(), reference)
                .thenCompose(tree -> new OneCopy(task, tree, tags, listener).run());
    }

    /** One image on its way. */
    private final class OneCopy {
        private final String repository;
        private final ImageTree tree;
        private final List<String> tags;
        private final Set<String> mounts;
        private final Consumer<CopyProgress> listener;
        private final Duration begun = scheduler.elapsed();
        private final AtomicLong arrived = new AtomicLong();
        private final AtomicLong total = new AtomicLong();

        OneCopy(CopyTask task, ImageTree tree, List<String> tags, Consumer<CopyProgress> listener) {
            this.repository = task.repository();
            this.tree = tree;
            this.tags = tags;
            this.mounts = new LinkedHashSet<>(task.mounts());
            this.mounts.remove(repository);
            this.listener = listener;
        }

        CompletableFuture<Copied> run() {
            List<Descriptor> blobs = new ArrayList<>(tree.blobs());
            return new Limiter(LOOKS)
                    .all(blobs, blob -> to.has(repository, blob.digest()))
                    .thenCompose(there -> bring(missing(blobs, there)))
                    .thenCompose(copied -> write().thenApply(written -> new Copied(
                            copied.bytes(),
                            copied.sent(),
                            copied.mounted(),
                            blobs.size() - copied.sent() - copied.mounted(),
                            written,
                            scheduler.elapsed().minus(begun))));
        }

        private static List<Descriptor> missing(List<Descriptor> blobs, List<Boolean> there) {
            List<Descriptor> missing = new ArrayList<>();
            for (int i = 0; i < blobs.size(); i++) {
                if (!there.get(i)) {
                    missing.add(blobs.get(i));
                }
            }
            return missing;
        }

        private CompletableFuture<Copied> bring(List<Descriptor> missing) {
            total.set(missing.stream().mapToLong(Descriptor::size).sum());
            return new Limiter(blobsAtOnce).all(missing, this::bring).thenApply(mounted -> {
                int free = (int) mounted.stream().filter(each -> each).count();
                return new Copied(arrived.get(), missing.size() - free, free, 0, 0, Duration.ZERO);
            });
        }

        /** Whether it was mounted; otherwise it was sent. */
        private CompletableFuture<Boolean> bring(Descriptor blob) {
            CompletableFuture<Boolean> mounted = CompletableFuture.completedFuture(false);
            for (String mount : mounts) {
                mounted = mounted.thenCompose(done ->
                        done ? CompletableFuture.completedFuture(true) : to.mount(repository, blob.digest(), mount));
            }
            return mounted.thenCompose(done -> {
                if (done) {
                    total.addAndGet(-blob.size());
                    return CompletableFuture.completedFuture(true);
                }
                BlobSource source = from.blob(repository, blob.digest());
                return to.upload(repository, blob, source, this::arrived).thenApply(sent -> false);
            });
        }

        private void arrived(long bytes) {
            long all = arrived.addAndGet(bytes);
            listener.accept(
                    new CopyProgress(all, total.get(), scheduler.elapsed().minus(begun)));
        }

        /** One after the other: what is written must not refer to what is not there yet. */
        private CompletableFuture<Integer> write() {
            CompletableFuture<Integer> written = CompletableFuture.completedFuture(0);
            for (Manifest manifest : tree.manifests()) {
                String digest = manifest.digest().toString();
                written = written.thenCompose(count -> write(digest, manifest, count));
            }
            for (String tag : tags) {
                written = written.thenCompose(count -> write(tag, tree.root(), count));
            }
            return written;
        }

        private CompletableFuture<Integer> write(String reference, Manifest manifest, int count) {
            return to.resolve(repository, reference).thenCompose(found -> {
                boolean there = found.map(Descriptor::digest)
                        .filter(manifest.digest()::equals)
                        .isPresent();
                return there
                        ? CompletableFuture.completedFuture(count)
                        : to.put(repository, reference, manifest).thenApply(done -> count + 1);
            });
        }
    }
}
