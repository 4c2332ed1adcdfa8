package io.jenkins.plugins.greyrelease.image;

/** Hears of bytes that were sent. */
@FunctionalInterface
public interface UploadListener {
    /** Hears of nothing. */
    UploadListener NONE = bytes -> {};

    /**
     * More bytes have arrived at the registry.
     *
     * @param bytes how many since the last call; negative where the registry has lost some of them
     */
    void arrived(long bytes);
}
