package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What becomes of the pods of a namespace, event by event, as the API server tells it: nothing that happened between two
 * looks is missed, and where the server has forgotten some of it, asking for the history fails.
 *
 * <p>Does not see: the history before it was opened.
 */
final class PodHistory implements AutoCloseable {
    private final Cluster cluster;
    private final String namespace;
    private final Map<String, Pod> there = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();
    private String version;
    private Watch watch;
    private KubeException gap;
    private boolean closed;

    PodHistory(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
        Listing<Pod> now = RealClusters.answer(cluster.list(Kind.POD, namespace, Selector.EVERYTHING));
        now.items().forEach(pod -> there.put(pod.getMetadata().getUid(), pod));
        version = now.resourceVersion();
        follow();
    }

    /** UIDs of the pods that are there and not on their way out. */
    synchronized Set<String> living() {
        return there.values().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many events there were; what comes later is {@link #since} this. */
    synchronized int mark() {
        return lines.size();
    }

    /**
     * Pods that came, were told to go, went after they were told or without, or restarted a container, since then:
     * {@code made cart-x7f2-abcde}.
     */
    synchronized List<String> since(int mark) {
        assertThat(gap).as("the history of the pods has a gap").isNull();
        return List.copyOf(lines.subList(mark, lines.size()));
    }

    @Override
    public void close() {
        Watch open;
        synchronized (this) {
            closed = true;
            open = watch;
        }
        open.close();
    }

    private synchronized void follow() {
        if (!closed) {
            watch = cluster.watch(Kind.POD, namespace, Selector.EVERYTHING, version, new WatchListener<>() {
                @Override
                public void opened() {}

                @Override
                public void bookmark(String resourceVersion) {}

                @Override
                public void event(Type type, Pod pod) {
                    took(type, pod);
                }

                @Override
                public void closed(KubeException cause) {
                    ended(cause);
                }
            });
        }
    }

    private synchronized void ended(KubeException cause) {
        if (cause.reason() == KubeException.Reason.EXPIRED) {
            gap = cause;
        } else {
            follow();
        }
    }

    private synchronized void took(WatchListener.Type type, Pod pod) {
        version = pod.getMetadata().getResourceVersion();
        String uid = pod.getMetadata().getUid();
        String name = pod.getMetadata().getName();
        Pod before = type == WatchListener.Type.DELETED ? there.remove(uid) : there.put(uid, pod);
        if (type == WatchListener.Type.DELETED) {
            boolean told = before != null && before.getMetadata().getDeletionTimestamp() != null;
            lines.add((told ? "gone " : "gone untold ") + name);
        } else if (before == null) {
            lines.add("made " + name);
        } else if (before.getMetadata().getDeletionTimestamp() == null
                && pod.getMetadata().getDeletionTimestamp() != null) {
            lines.add("told to go " + name);
        } else if (restarts(pod) > restarts(before)) {
            lines.add("restarted " + name);
        }
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }
}
