package io.jenkins.plugins.greyrelease.runtime;

import java.security.SecureRandom;

/**
 * Identifiers that nobody can guess and that no two processes share. The only class that draws real chance.
 *
 * <p>Thread-safe.
 */
public final class RandomIds implements Ids {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String LETTERS_AND_DIGITS = LETTERS + "0123456789";

    private final SecureRandom random = new SecureRandom();

    @Override
    public String next(int length) {
        if (length < 4 || length > 32) {
            throw new IllegalArgumentException("an identifier has 4 to 32 characters, not " + length);
        }
        StringBuilder id = new StringBuilder(length).append(one(LETTERS));
        while (id.length() < length) {
            id.append(one(LETTERS_AND_DIGITS));
        }
        return id.toString();
    }

    private char one(String of) {
        return of.charAt(random.nextInt(of.length()));
    }
}
