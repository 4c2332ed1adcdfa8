package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The bytes of blobs, kept once for all registries of a network, so that one large image in six of them is in memory once.
 *
 * <p>Thread-safe. Nothing is ever forgotten.
 */
final class Contents {
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

    /** Keeps a blob under the digest it has; what is kept already stays. */
    void keep(String digest, Supplier<byte[]> content) {
        blobs.computeIfAbsent(digest, absent -> content.get());
    }

    Optional<byte[]> find(String digest) {
        return Optional.ofNullable(blobs.get(digest));
    }

    /** @throws IllegalStateException if nobody kept it */
    byte[] get(String digest) {
        return find(digest).orElseThrow(() -> new IllegalStateException("no content was kept for " + digest));
    }
}
