package io.jenkins.plugins.greyrelease.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C, and a TERM signal, into an interruption of the thread that runs the command, which then has some seconds
 * to say what it leaves and to give its leases back. A second Ctrl-C changes nothing; KILL ends it at once.
 */
final class CtrlC implements AutoCloseable {
    private static final long SECONDS = 15;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /** From now on, for the calling thread. */
    CtrlC() {
        Thread command = Thread.currentThread();
        hook = new Thread(
                () -> {
                    command.interrupt();
                    try {
                        done.await(SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "grey-release-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits for it, or for another interruption of the calling thread. */
    void await() {
        try {
            done.await();
        } catch (InterruptedException e) {
            // this is what was waited for, and the command has still to end in order
            return;
        }
    }

    /** The command has said what it had to say. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs: the machine is shutting down, which is what Ctrl-C does
            return;
        }
    }
}
