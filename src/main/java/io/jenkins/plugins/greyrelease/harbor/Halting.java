package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.image.BlobReader;
import io.jenkins.plugins.greyrelease.image.BlobSource;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Referrer;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.image.UploadListener;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A registry until it is halted: then every call fails, and blobs that are being read end at their next piece. */
final class Halting implements Registry {
    private final Registry registry;
    private final Supplier<Optional<String>> why;

    /** @param why the reason to halt; empty: go on */
    Halting(Registry registry, Supplier<Optional<String>> why) {
        this.registry = registry;
        this.why = why;
    }

    /** What calls fail with that were not made any more. */
    static final class HaltedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HaltedException(String why) {
            super(why);
        }
    }

    private <T> CompletableFuture<T> unless(Supplier<CompletableFuture<T>> call) {
        return why.get()
                .<CompletableFuture<T>>map(reason -> CompletableFuture.failedFuture(new HaltedException(reason)))
                .orElseGet(call);
    }

    @Override
    public String name() {
        return registry.name();
    }

    @Override
    public CompletableFuture<Void> ping() {
        return unless(registry::ping);
    }

    @Override
    public CompletableFuture<Optional<Descriptor>> resolve(String repository, String reference) {
        return unless(() -> registry.resolve(repository, reference));
    }

    @Override
    public CompletableFuture<Manifest> manifest(String repository, String reference) {
        return unless(() -> registry.manifest(repository, reference));
    }

    @Override
    public CompletableFuture<Void> put(String repository, String reference, Manifest manifest) {
        return unless(() -> registry.put(repository, reference, manifest));
    }

    @Override
    public CompletableFuture<Boolean> has(String repository, Digest blob) {
        return unless(() -> registry.has(repository, blob));
    }

    @Override
    public BlobSource blob(String repository, Digest blob) {
        BlobSource source = registry.blob(repository, blob);
        return from -> unless(() -> source.open(from).thenApply(Pieces::new));
    }

    @Override
    public CompletableFuture<Boolean> mount(String repository, Digest blob, String from) {
        return unless(() -> registry.mount(repository, blob, from));
    }

    @Override
    public CompletableFuture<Void> upload(
            String repository, Descriptor blob, BlobSource source, UploadListener listener) {
        return unless(() -> registry.upload(repository, blob, source, listener));
    }

    @Override
    public CompletableFuture<List<String>> tags(String repository) {
        return unless(() -> registry.tags(repository));
    }

    @Override
    public CompletableFuture<List<Referrer>> referrers(String repository, Digest subject) {
        return unless(() -> registry.referrers(repository, subject));
    }

    private final class Pieces implements BlobReader {
        private final BlobReader reader;

        Pieces(BlobReader reader) {
            this.reader = reader;
        }

        @Override
        public CompletableFuture<ByteBuffer> next(int most) {
            return unless(() -> reader.next(most));
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
