package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.Watch;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The log of a container, which can break. */
final class FaultyLog implements Watch, LogListener {
    private final Consumer<FaultyLog> forget;
    private final LogListener listener;
    private Watch served = () -> {};
    private boolean over;

    FaultyLog(Consumer<FaultyLog> forget, LogListener listener) {
        this.forget = forget;
        this.listener = listener;
    }

    void serve(Watch log) {
        served = log;
        if (over) {
            log.close();
        }
    }

    /** Breaks it. */
    void end(KubeException cause) {
        closed(Optional.of(cause));
    }

    @Override
    public void close() {
        over = true;
        served.close();
        forget.accept(this);
    }

    @Override
    public void line(Instant at, String text) {
        if (!over) {
            listener.line(at, text);
        }
    }

    @Override
    public void closed(Optional<KubeException> cause) {
        if (!over) {
            close();
            listener.closed(cause);
        }
    }
}
