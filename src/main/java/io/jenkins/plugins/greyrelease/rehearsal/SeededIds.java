package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.runtime.Ids;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Identifiers from a seed: the same run has the same names. */
final class SeededIds implements Ids {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALL = LETTERS + "0123456789";

    private final RandomGenerator random;

    /** @param random drawn from once */
    SeededIds(RandomGenerator random) {
        this.random = new SplittableRandom(random.nextLong());
    }

    @Override
    public String next(int length) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            String from = i == 0 ? LETTERS : ALL;
            id.append(from.charAt(random.nextInt(from.length())));
        }
        return id.toString();
    }
}
