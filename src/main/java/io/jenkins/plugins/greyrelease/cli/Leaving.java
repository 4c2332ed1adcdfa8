package io.jenkins.plugins.greyrelease.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether this command is being stopped: by Ctrl-C, a TERM signal, or a terminal that was closed. Then nobody has
 * answered anything, whatever a command's exit code or the end of the input look like.
 *
 * <p>Thread-safe.
 */
final class Leaving {
    /** How long a signal may take to arrive here after it, or what it does, has been seen elsewhere. */
    static final Duration SIGNAL = Duration.ofSeconds(3);

    private final CountDownLatch said = new CountDownLatch(1);
    private final Duration patience;

    /** @param patience how long {@link #soon} waits: {@link #SIGNAL}, where signals can come */
    Leaving(Duration patience) {
        this.patience = patience;
    }

    /** From now on it is. */
    void now() {
        said.countDown();
    }

    /** Whether it is. */
    boolean already() {
        return said.getCount() == 0;
    }

    /** Whether it is, or will be in a moment; blocks that long. */
    boolean soon() throws InterruptedException {
        return said.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
