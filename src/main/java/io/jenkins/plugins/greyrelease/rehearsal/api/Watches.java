package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server's side of watches: what each open one hears, when it hears it. Events are told at once. */
final class Watches {

    private final Scheduler time;
    private final Ledger ledger;
    private final Map<Kind<?>, List<Open<?>>> open = new HashMap<>();
    private Duration bookmarkEvery = Duration.ofMinutes(1);

    Watches(Scheduler time, Ledger ledger) {
        this.time = time;
        this.ledger = ledger;
        ledger.observe(this::stored);
    }

    /** How often a watch hears a bookmark; zero for never. */
    void bookmarkEvery(Duration interval) {
        bookmarkEvery = interval;
    }

    /** Opens a watch and tells it what it has missed. */
    <T extends HasMetadata> Watch open(
            Kind<T> kind, String namespace, LabelSelector selector, List<Change<T>> missed, WatchListener<T> listener) {
        Open<T> watch = new Open<>(kind, kind.namespaced() ? namespace : null, selector, listener);
        listener.opened();
        missed.forEach(watch::tell);
        open.computeIfAbsent(kind, k -> new ArrayList<>()).add(watch);
        watch.remind();
        return watch;
    }

    private void stored(Change<?> change) {
        List<Open<?>> interested = open.get(change.kind());
        if (interested != null && !interested.isEmpty()) {
            // a copy: who hears may close
            for (Open<?> each : interested.toArray(Open<?>[]::new)) {
                each.stored(change);
            }
        }
    }

    private final class Open<T extends HasMetadata> implements Watch {
        private final Kind<T> kind;
        private final String namespace;
        private final LabelSelector selector;
        private final WatchListener<T> listener;
        private Scheduler.Timer bookmark = () -> {};

        Open(Kind<T> kind, String namespace, LabelSelector selector, WatchListener<T> listener) {
            this.kind = kind;
            this.namespace = namespace;
            this.selector = selector;
            this.listener = listener;
        }

        @Override
        public void close() {
            open.get(kind).remove(this);
            bookmark.cancel();
        }

        private void stored(Change<?> change) {
            @SuppressWarnings("unchecked")
            Change<T> mine = (Change<T>) change;
            tell(mine);
        }

        /** An object that begins or ceases to match the selector appears or leaves, as on the real server. */
        private void tell(Change<T> change) {
            boolean before = matches(change.before());
            boolean after = matches(change.after());
            if (after) {
                listener.event(before ? WatchListener.Type.MODIFIED : WatchListener.Type.ADDED, change.after());
            } else if (before) {
                T last = change.after() == null ? change.before() : change.after();
                listener.event(WatchListener.Type.DELETED, last);
            }
        }

        private boolean matches(T object) {
            return object != null
                    && (namespace == null
                            || namespace.equals(object.getMetadata().getNamespace()))
                    && Selector.matches(selector, object.getMetadata().getLabels());
        }

        private void remind() {
            if (!bookmarkEvery.isZero()) {
                bookmark = time.after(bookmarkEvery, () -> {
                    listener.bookmark(Long.toString(ledger.version()));
                    remind();
                });
            }
        }
    }
}
