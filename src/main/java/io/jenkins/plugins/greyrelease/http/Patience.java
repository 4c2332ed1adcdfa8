package io.jenkins.plugins.greyrelease.http;

import java.time.Duration;

/**
 * How long one call may take and how often it is tried.
 *
 * @param tries 1 or more, the first one among them
 * @param first longest wait before the second try; doubled for each further one
 * @param longest longest wait of our own before any try
 * @param longestAsked a server that asks for a longer wait than this is not waited for
 * @param timeout of one try, from the request to the end of the answer, or to its beginning where it is streamed
 */
public record Patience(int tries, Duration first, Duration longest, Duration longestAsked, Duration timeout) {

    /** Five tries within half a minute, a minute for each; a server may ask for up to five minutes of wait. */
    public static final Patience USUAL = new Patience(
            5, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(1));

    public Patience {
        if (tries < 1) {
            throw new IllegalArgumentException("a call is tried at least once, not " + tries + " times");
        }
    }

    /** The same for a call that must not be made twice, whatever its method is. */
    public Patience once() {
        return new Patience(1, first, longest, longestAsked, timeout);
    }
}
