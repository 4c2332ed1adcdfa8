package io.jenkins.plugins.greyrelease.image.build;

import java.util.Locale;

/** Sizes for people. */
public final class Sizes {
    private static final long KIB = 1024;

    private Sizes() {}

    /** Such as {@code 12 bytes}, {@code 3.4 KB} or {@code 56.7 MB}; a KB has 1024 bytes. */
    public static String of(long bytes) {
        if (bytes < KIB) {
            return bytes + " bytes";
        }
        return bytes < KIB * KIB
                ? String.format(Locale.ROOT, "%.1f KB", bytes / (double) KIB)
                : String.format(Locale.ROOT, "%.1f MB", bytes / (double) (KIB * KIB));
    }
}
