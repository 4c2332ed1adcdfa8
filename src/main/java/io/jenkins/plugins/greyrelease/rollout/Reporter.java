package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the release what it has to know of a cluster beside the moves, and keeps what was seen last.
 *
 * <p>Threads: {@link #note} on the release's own executor; {@link #pods} may be asked on any thread.
 */
final class Reporter {
    private final Terms terms;
    private final Consumer<News> listener;
    private volatile Seen last;
    private int desired = -1;
    private boolean told;
    private String asked = "";

    Reporter(Terms terms, Consumer<News> listener) {
        this.terms = terms;
        this.listener = listener;
    }

    /** Something was seen. */
    void note(Seen seen) {
        last = seen;
        Optional<Deployment> held = seen.stable().filter(s -> terms.release().equals(View.label(s, Labels.RELEASE)));
        int wanted = held.map(s -> View.desired(s, terms)).orElse(desired);
        if (wanted >= 0 && wanted != desired) {
            desired = wanted;
            listener.accept(new News.Wants(wanted));
        }
        String phase = held.map(s -> View.label(s, Labels.PHASE)).orElse("");
        if (!told && Phase.BACK_ALL.label().equals(phase)) {
            told = true;
            listener.accept(new News.Told());
        }
        String asks = held.map(s -> View.label(s, Labels.ASKED)).orElse("");
        if (!asks.equals(asked)) {
            asked = asks;
            if (!asks.isEmpty()) {
                listener.accept(new News.Asked(asks));
            }
        }
        listener.accept(new News.Looked());
    }

    /** The pods that were seen last; empty if nothing was seen yet. */
    Optional<Headcount> pods() {
        return Optional.ofNullable(last).map(seen -> Headcount.of(seen, terms));
    }
}
