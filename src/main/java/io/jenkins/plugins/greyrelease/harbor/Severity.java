package io.jenkins.plugins.greyrelease.harbor;

import java.util.Locale;
import java.util.Optional;

/** How bad a vulnerability is, in Harbor's words, from harmless to worst. */
public enum Severity {
    NONE,
    NEGLIGIBLE,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** Reads Harbor's word; empty for {@code Unknown} and others: nobody knows how bad that is. */
    static Optional<Severity> of(String word) {
        for (Severity each : values()) {
            if (each.name().equalsIgnoreCase(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** As people write it: {@code high}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
