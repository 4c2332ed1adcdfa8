package io.jenkins.plugins.greyrelease.image;

import java.time.Duration;

/**
 * How far a copy is.
 *
 * @param bytes of blobs that have arrived
 * @param total bytes of blobs that were missing at the beginning
 * @param took since the first blob was begun
 */
public record CopyProgress(long bytes, long total, Duration took) {

    /**
     * Bytes a second since the beginning; 0 as long as nothing has passed.
     *
     * <p>Example: 3,000,000 bytes in 1.5 s are 2,000,000 a second.
     */
    public long rate() {
        return took.toMillis() == 0 ? 0 : bytes * 1000 / took.toMillis();
    }

    /** For a log: {@code 12.0 of 40.0 MB, 2.5 MB/s}. */
    @Override
    public String toString() {
        return megabytes(bytes) + " of " + megabytes(total) + " MB, " + megabytes(rate()) + " MB/s";
    }

    private static String megabytes(long amount) {
        long tenths = (amount + 50_000) / 100_000;
        return tenths / 10 + "." + tenths % 10;
    }
}
