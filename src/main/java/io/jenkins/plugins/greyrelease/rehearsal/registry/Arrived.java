package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What has arrived of a blob, chunk by chunk: kept as it came, hashed once. Not thread-safe. */
final class Arrived {
    private final List<byte[]> chunks = new ArrayList<>();
    private final MessageDigest hash = Bytes.hash();
    private int size;

    /** The beginning of a chunk, which nobody changes any more. */
    void add(byte[] chunk, int length) {
        chunks.add(length == chunk.length ? chunk : Arrays.copyOf(chunk, length));
        hash.update(chunk, 0, length);
        size += length;
    }

    int size() {
        return size;
    }

    /** Of what is there so far. */
    String digest() {
        try {
            return Bytes.digest((MessageDigest) hash.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
        }
    }

    /** All of it. */
    byte[] whole() {
        if (chunks.size() == 1) {
            return chunks.get(0);
        }
        byte[] whole = new byte[size];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, whole, at, chunk.length);
            at += chunk.length;
        }
        return whole;
    }
}
