package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One kind's cache: applies the server's changes in their order, each when its lag has passed. */
final class CachedInformer<T extends HasMetadata> implements Informer<T> {

    private record Due<T extends HasMetadata>(Duration at, Change<T> change) {}

    private final Kind<T> kind;
    private final Scheduler time;
    private final TreeMap<String, TreeMap<String, T>> objects = new TreeMap<>();
    /** Lists handed out since the last change of the namespace; controllers list far more often than things change. */
    private final Map<String, List<T>> lists = new HashMap<>();

    private final Deque<Due<T>> coming = new ArrayDeque<>();
    private final List<Handler<T>> handlers = new ArrayList<>();
    private boolean stalled;
    private boolean armed;

    CachedInformer(Kind<T> kind, Scheduler time, List<T> present) {
        this.kind = kind;
        this.time = time;
        present.forEach(this::put);
    }

    @Override
    public List<T> list(String namespace) {
        String key = namespace == null || !kind.namespaced() ? "" : namespace;
        List<T> known = lists.get(key);
        if (known == null) {
            List<T> fresh = new ArrayList<>();
            if (key.isEmpty()) {
                objects.values().forEach(each -> fresh.addAll(each.values()));
            } else if (objects.containsKey(key)) {
                fresh.addAll(objects.get(key).values());
            }
            known = List.copyOf(fresh);
            lists.put(key, known);
        }
        return known;
    }

    @Override
    public Optional<T> get(String namespace, String name) {
        TreeMap<String, T> there = objects.get(kind.namespaced() ? namespace : "");
        return there == null ? Optional.empty() : Optional.ofNullable(there.get(name));
    }

    @Override
    public void onChange(Handler<T> handler) {
        handlers.add(handler);
    }

    void stall() {
        stalled = true;
    }

    void resume() {
        stalled = false;
        arm();
    }

    /** A change that will be seen after {@code lag}, but never before an earlier one. */
    void expect(Change<?> change, Duration lag) {
        @SuppressWarnings("unchecked")
        Change<T> mine = (Change<T>) change;
        Duration at = time.elapsed().plus(lag);
        Due<T> last = coming.peekLast();
        coming.addLast(new Due<>(last != null && last.at().compareTo(at) > 0 ? last.at() : at, mine));
        arm();
    }

    private void arm() {
        if (!armed && !stalled && !coming.isEmpty()) {
            armed = true;
            Duration wait = coming.peekFirst().at().minus(time.elapsed());
            time.after(wait.isNegative() ? Duration.ZERO : wait, this::deliver);
        }
    }

    private void deliver() {
        armed = false;
        while (!stalled && !coming.isEmpty() && coming.peekFirst().at().compareTo(time.elapsed()) <= 0) {
            apply(coming.removeFirst().change());
        }
        arm();
    }

    private void apply(Change<T> change) {
        T object = change.object();
        T before = change.after() == null ? take(object) : put(object);
        if (before == null && change.after() == null) {
            return;
        }
        for (Handler<T> handler : handlers) {
            handler.changed(before, change.after());
        }
    }

    private T put(T object) {
        String namespace = namespaceOf(object);
        forget(namespace);
        return objects.computeIfAbsent(namespace, n -> new TreeMap<>())
                .put(object.getMetadata().getName(), object);
    }

    private T take(T object) {
        String namespace = namespaceOf(object);
        forget(namespace);
        TreeMap<String, T> there = objects.get(namespace);
        return there == null ? null : there.remove(object.getMetadata().getName());
    }

    private void forget(String namespace) {
        lists.remove(namespace);
        lists.remove("");
    }

    private String namespaceOf(T object) {
        return kind.namespaced() ? object.getMetadata().getNamespace() : "";
    }
}
