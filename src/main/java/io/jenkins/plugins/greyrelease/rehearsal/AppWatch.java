package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts an app's pods in one cluster as they come and go. Old are those of the templates that ran when the watch, or the
 * latest release, began; ready are those that serve: ready and not about to end.
 *
 * <p>Threads: that of the simulation only.
 */
final class AppWatch {
    private static final String HASH = "pod-template-hash";

    private final ApiServer server;
    private final String namespace;
    private final String app;
    private final String title;
    private final Deployment first;
    private final Map<String, Pod> pods = new TreeMap<>();
    private final Set<String> oldHashes = new TreeSet<>();
    private Deployment latest;
    private int desired;
    private boolean changed = true;

    private AppWatch(ApiServer server, Deployment first, String title) {
        this.server = server;
        this.title = title;
        this.latest = first;
        this.namespace = first.getMetadata().getNamespace();
        this.app = first.getMetadata().getName();
        this.first = first;
        desired(first);
        server.list(Kind.POD, namespace, first.getSpec().getSelector()).forEach(this::keep);
        released();
        server.observe(this::stored);
    }

    /**
     * Begins to watch; empty if the cluster does not have the app.
     *
     * @param title what the report calls it: the name, or more where two apps share it
     */
    static Optional<AppWatch> of(ApiServer server, String namespace, String app, String title) {
        return server.list(Kind.DEPLOYMENT, namespace, null).stream()
                .filter(deployment -> deployment.getMetadata().getName().equals(app))
                .findFirst()
                .map(deployment -> new AppWatch(server, deployment, title));
    }

    /** A new release begins: what runs now is the old version from here on. */
    void released() {
        oldHashes.clear();
        pods.values().forEach(pod -> oldHashes.add(hash(pod)));
        changed = true;
    }

    String cluster() {
        return server.cluster();
    }

    String namespace() {
        return namespace;
    }

    String app() {
        return app;
    }

    String title() {
        return title;
    }

    /** The Deployment as it was when the watch began. */
    Deployment first() {
        return first;
    }

    /** The images of the Deployment as it is now, separated by blanks. */
    String images() {
        return String.join(
                " ",
                latest.getSpec().getTemplate().getSpec().getContainers().stream()
                        .map(container -> container.getImage())
                        .toList());
    }

    /** The numbers now, if a change may have changed them since they were last asked for. */
    Optional<PodSample> sample(Duration at) {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        int oldPods = 0;
        int oldReady = 0;
        int newReady = 0;
        for (Pod pod : pods.values()) {
            boolean old = oldHashes.contains(hash(pod));
            boolean ready = serves(pod);
            oldPods += old ? 1 : 0;
            oldReady += old && ready ? 1 : 0;
            newReady += !old && ready ? 1 : 0;
        }
        return Optional.of(new PodSample(
                at, server.cluster(), title, oldPods, pods.size() - oldPods, oldReady, newReady, desired));
    }

    private void stored(Change<?> change) {
        if (change.object() instanceof Pod pod && mine(pod)) {
            changed = true;
            pods.remove(pod.getMetadata().getName());
            if (change.after() != null) {
                keep(pod);
            }
        } else if (change.after() instanceof Deployment deployment
                && deployment.getMetadata().getName().equals(app)
                && namespace.equals(deployment.getMetadata().getNamespace())) {
            desired(deployment);
        }
    }

    private boolean mine(Pod pod) {
        return namespace.equals(pod.getMetadata().getNamespace())
                && Selector.matches(
                        first.getSpec().getSelector(), pod.getMetadata().getLabels());
    }

    private void keep(Pod pod) {
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        if (!"Succeeded".equals(phase) && !"Failed".equals(phase)) {
            pods.put(pod.getMetadata().getName(), pod);
        }
    }

    /** While a release shrinks the stable Deployment, its label keeps what the app wants; an extra canary is beside it. */
    private void desired(Deployment deployment) {
        latest = deployment;
        Map<String, String> labels =
                Objects.requireNonNullElse(deployment.getMetadata().getLabels(), Map.of());
        boolean whole = "surge".equals(labels.get(Labels.CAPACITY)) && !labels.containsKey(Labels.STEP);
        String label = labels.get(Labels.DESIRED);
        int now = whole || label == null || !label.matches("\\d{1,9}")
                ? Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1)
                : Integer.parseInt(label);
        changed |= now != desired;
        desired = now;
    }

    private static String hash(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(HASH, "");
    }

    private static boolean serves(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Ready") && "True".equals(condition.getStatus()));
    }
}
