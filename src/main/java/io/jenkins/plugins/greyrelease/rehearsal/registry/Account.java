package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who may log in, such as a robot account.
 *
 * @param name such as {@code robot$release}
 * @param secret its password
 * @param may {@link #PULL}, {@link #PUSH}, {@link #REPLICATE}, {@link #SCAN}
 */
public record Account(String name, String secret, Set<String> may) {
    /** Reads images and what Harbor knows of them. */
    public static final String PULL = "pull";

    /** Writes images. */
    public static final String PUSH = "push";

    /** Reads and runs replication. */
    public static final String REPLICATE = "replicate";

    /** Starts scans. */
    public static final String SCAN = "scan";

    public Account {
        may = Set.copyOf(may);
    }

    @Override
    public String toString() {
        return "account " + name + ", which may " + new TreeSet<>(may);
    }

    /** A robot that may do everything that syncing images needs. */
    public static Account robot(String name, String secret) {
        return new Account(name, secret, Set.of(PULL, PUSH, REPLICATE, SCAN));
    }

    /** A robot that may only read. */
    public static Account reader(String name, String secret) {
        return new Account(name, secret, Set.of(PULL));
    }
}
