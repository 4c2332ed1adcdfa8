package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A watch that can fall silent, repeat itself and break. */
final class FaultyWatch<T> implements Watch, WatchListener<T> {

    private final FaultyCluster cluster;
    private final WatchListener<T> listener;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private Watch served = () -> {};
    private boolean over;

    FaultyWatch(FaultyCluster cluster, WatchListener<T> listener) {
        this.cluster = cluster;
        this.listener = listener;
    }

    void serve(Watch watch) {
        served = watch;
        if (over) {
            watch.close();
        }
    }

    /** Breaks it. */
    void end(KubeException cause) {
        if (!over) {
            close();
            listener.closed(cause);
        }
    }

    /** Delivers what was held back. */
    void release() {
        while (!over && !held.isEmpty()) {
            held.removeFirst().run();
        }
    }

    @Override
    public void close() {
        over = true;
        held.clear();
        served.close();
        cluster.forget(this);
    }

    @Override
    public void opened() {
        tell(listener::opened);
    }

    @Override
    public void event(Type type, T object) {
        tell(() -> listener.event(type, object));
        Duration again = cluster.repeat();
        if (again != null) {
            cluster.time().after(again, () -> tell(() -> listener.event(type, object)));
        }
    }

    @Override
    public void bookmark(String resourceVersion) {
        tell(() -> listener.bookmark(resourceVersion));
    }

    @Override
    public void closed(KubeException cause) {
        end(cause);
    }

    private void tell(Runnable message) {
        if (over) {
            return;
        }
        if (cluster.silent()) {
            held.addLast(message);
        } else {
            message.run();
        }
    }
}
