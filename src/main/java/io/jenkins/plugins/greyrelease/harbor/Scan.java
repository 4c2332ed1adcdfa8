package io.jenkins.plugins.greyrelease.harbor;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Harbor says of a scan for vulnerabilities.
 *
 * @param status {@code Pending}, {@code Scheduled}, {@code Running}, {@code Success}, {@code Error}, {@code Stopped}
 * @param severity the worst that was found; empty: Harbor cannot say how bad it is
 * @param counts how many of each severity, by Harbor's words
 */
public record Scan(String status, Optional<Severity> severity, Map<String, Integer> counts) {
    public Scan {
        counts = new TreeMap<>(counts);
    }

    boolean running() {
        return status.equals("Pending") || status.equals("Scheduled") || status.equals("Running");
    }

    boolean done() {
        return status.equals("Success");
    }
}
