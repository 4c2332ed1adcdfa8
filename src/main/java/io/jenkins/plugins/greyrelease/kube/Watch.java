package io.jenkins.plugins.greyrelease.kube;

/** A running watch. */
public interface Watch extends AutoCloseable {
    /** Ends the watch; no callback begins after it returned on the thread that runs the callbacks. */
    @Override
    void close();
}
