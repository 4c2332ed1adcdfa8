package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The kubelets of all nodes of a simulated cluster. */
public final class Kubelet {
    static final String WHO = "kubelet";

    private final KubeletHost host;
    private final Map<String, PodLife> lives = new TreeMap<>();
    private final Map<String, Duration> down = new TreeMap<>();
    private final List<Consumer<String>> listeners = new ArrayList<>();

    Kubelet(Api api, Scheduler time, RandomGenerator random, ImageBehaviours images) {
        this.host = new KubeletHost(api, time, random, images);
        api.informer(Kind.POD).onChange(this::changed);
        api.informer(Kind.POD).list(null).forEach(each -> changed(null, each));
    }

    /**
     * The node is gone: its pods stop, and nobody says so until the cluster misses its heartbeat (40 s), marks the pods
     * not ready, and gives them up (5 min).
     */
    public void nodeDown(String node) {
        if (down.putIfAbsent(node, host.time().elapsed()) == null) {
            on(node).forEach(PodLife::freeze);
            listeners.forEach(each -> each.accept(node));
        }
    }

    /** The node is back: what is still bound to it starts again, what was deleted meanwhile goes. */
    public void nodeBack(String node) {
        if (down.remove(node) != null) {
            reportReady(node);
            for (PodLife each : on(node)) {
                if (each.pod().getMetadata().getDeletionTimestamp() != null) {
                    each.endAgain();
                } else {
                    each.begin();
                }
            }
            listeners.forEach(each -> each.accept(node));
        }
    }

    /** The log of a container. */
    public Watch follow(LogSource source, LogListener listener) {
        return lives.values().stream()
                .filter(each -> each.pod().getMetadata().getNamespace().equals(source.namespace())
                        && each.pod().getMetadata().getName().equals(source.pod()))
                .findFirst()
                .flatMap(each -> each.log(source.container()))
                .orElseThrow(() -> new KubeException(
                        host.api().cluster(),
                        "read the log of pod/" + source.pod() + " in " + source.namespace(),
                        KubeException.Reason.INVALID,
                        400,
                        "container \"" + source.container() + "\" in pod \"" + source.pod() + "\" is waiting to start"))
                .follow(source.since(), listener);
    }

    /** Whether the node gives no sign of life. */
    public boolean isDown(String node) {
        return down.containsKey(node);
    }

    /** Since when the node has been down, in time since the epoch of the simulation. */
    Duration silentSince(String node) {
        return down.get(node);
    }

    List<String> silentNodes() {
        return List.copyOf(down.keySet());
    }

    /** Hears of every node that goes down or comes back. */
    void onHeartbeatChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void reportReady(String name) {
        try {
            Node node = host.api().get(Kind.NODE, null, name);
            boolean marked = node.getStatus().getConditions().stream()
                    .anyMatch(each -> "Ready".equals(each.getType()) && !"True".equals(each.getStatus()));
            if (marked) {
                String message = "kubelet is posting ready status";
                host.api()
                        .updateStatus(
                                WHO, Kind.NODE, NodeStatuses.ready(node, "True", "KubeletReady", message, host.now()));
            }
        } catch (KubeException gone) {
            if (gone.reason() != KubeException.Reason.NOT_FOUND) {
                throw gone;
            }
        }
    }

    private List<PodLife> on(String node) {
        return lives.values().stream()
                .filter(each -> Pods.node(each.pod()).equals(node))
                .toList();
    }

    private void changed(Pod before, Pod after) {
        Pod pod = after == null ? before : after;
        if (Pods.node(pod).isEmpty()) {
            return;
        }
        String uid = pod.getMetadata().getUid();
        if (after == null) {
            PodLife life = lives.remove(uid);
            if (life != null) {
                life.gone();
            }
            return;
        }
        PodLife life = lives.get(uid);
        boolean isNew = life == null;
        if (isNew) {
            life = new PodLife(host, after);
            lives.put(uid, life);
        }
        life.seen(after);
        if (isDown(Pods.node(after))) {
            return;
        }
        if (after.getMetadata().getDeletionTimestamp() != null) {
            life.end();
        } else if (isNew && !Pods.isOver(after)) {
            life.begin();
        }
    }
}
