package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One app in one simulated cluster as the invariants see it: live, with what it was before the release. */
final class AppView {
    private final Api api;
    private WatchedApp app;
    private final Deployment first;
    private final Optional<HorizontalPodAutoscaler> firstHpa;
    private final AppPods pods;
    private final Map<String, Deployment> deployments = new TreeMap<>();
    private final Map<String, ReplicaSet> replicaSets = new TreeMap<>();
    private int desired;
    private boolean scaledByOthers;
    private boolean editedByOthers;
    private boolean deletedByOthers;

    AppView(Api api, WatchedApp app, Scheduler time) {
        this.api = api;
        this.app = app;
        this.first = api.get(Kind.DEPLOYMENT, app.namespace(), app.name());
        this.firstHpa = hpa();
        this.pods = new AppPods(api, app, first.getSpec().getSelector(), time);
        this.desired = first.getSpec().getReplicas();
        api.list(Kind.DEPLOYMENT, app.namespace(), null).forEach(each -> keep(deployments, each, isOurs(each)));
        api.list(Kind.REPLICA_SET, app.namespace(), null)
                .forEach(each -> keep(replicaSets, each, matches(each.getSpec().getTemplate())));
    }

    String cluster() {
        return api.cluster();
    }

    /** From now on this was agreed. */
    void agreed(WatchedApp now) {
        app = now;
        pods.agreed(now);
    }

    WatchedApp app() {
        return app;
    }

    Api api() {
        return api;
    }

    /** The Deployment as it was before the release. */
    Deployment first() {
        return first;
    }

    Optional<HorizontalPodAutoscaler> firstHpa() {
        return firstHpa;
    }

    AppPods pods() {
        return pods;
    }

    /** Pods wanted: as at first, then as the release took it over from somebody who scaled. */
    int desired() {
        return desired;
    }

    /** Whether somebody else changed template, pause or autoscaler since the release began. */
    boolean editedByOthers() {
        return editedByOthers;
    }

    /** Whether somebody else deleted the stable Deployment. */
    boolean deletedByOthers() {
        return deletedByOthers;
    }

    /** Whether somebody else scaled since the release last said what it takes as desired. */
    boolean scaledByOthers() {
        return scaledByOthers;
    }

    /** Whether no disruption budget of the namespace says how many pods may go. */
    boolean unbudgeted() {
        return api.list(Kind.PDB, app.namespace(), null).isEmpty();
    }

    Optional<Deployment> stable() {
        return Optional.ofNullable(deployments.get(app.name()));
    }

    /** Deployments that carry a release's canary label and this app's pods. */
    List<Deployment> canaries() {
        return deployments().stream()
                .filter(each -> "canary".equals(label(each, Labels.TRACK)))
                .toList();
    }

    /** By name. */
    List<Deployment> deployments() {
        return List.copyOf(deployments.values());
    }

    /** By name, those that make the app's pods. */
    List<ReplicaSet> replicaSets() {
        return List.copyOf(replicaSets.values());
    }

    /** A label and its value that all pods of the app have; empty if its selector names none. */
    Optional<Map.Entry<String, String>> label() {
        Map<String, String> labels = first.getSpec().getSelector().getMatchLabels();
        return labels == null || labels.isEmpty() ? Optional.empty() : Optional.of(new TreeMap<>(labels).firstEntry());
    }

    /** Takes a change in, whether it matters or not; before anything is asked about it. */
    void see(Change<?> change) {
        boolean there = change.after() != null;
        if (change.object() instanceof Deployment deployment) {
            keep(deployments, deployment, there && isOurs(deployment));
        } else if (change.object() instanceof ReplicaSet set) {
            keep(replicaSets, set, there && matches(set.getSpec().getTemplate()));
        }
    }

    private static <T extends HasMetadata> void keep(Map<String, T> objects, T object, boolean ours) {
        if (ours) {
            objects.put(object.getMetadata().getName(), object);
        } else {
            objects.remove(object.getMetadata().getName());
        }
    }

    Optional<HorizontalPodAutoscaler> hpa() {
        return api.list(Kind.HPA, app.namespace(), null).stream()
                .filter(each -> each.getSpec().getScaleTargetRef().getName().equals(app.name()))
                .findFirst();
    }

    /** Whether the change can matter to this app. */
    boolean concerns(Change<?> change) {
        HasMetadata object = change.object();
        if (!app.namespace().equals(object.getMetadata().getNamespace())) {
            return false;
        }
        if (object instanceof Deployment deployment) {
            return isOurs(deployment);
        }
        if (object instanceof ReplicaSet set) {
            return matches(set.getSpec().getTemplate());
        }
        if (object instanceof Pod pod) {
            return Selector.matches(
                    first.getSpec().getSelector(), pod.getMetadata().getLabels());
        }
        return object instanceof HorizontalPodAutoscaler hpa
                && hpa.getSpec().getScaleTargetRef().getName().equals(app.name());
    }

    /** Remembers what later checks need; called after the checks of this change. */
    void took(Change<?> change) {
        pods.took(change);
        if (change.object() instanceof Deployment deployment) {
            if (!isByUs(change) && isStable(deployment) && isGoing(change)) {
                deletedByOthers = true;
            }
            if (change.before() != null && change.after() != null) {
                took(change, (Deployment) change.before(), deployment);
            }
        } else if (!isByUs(change)
                && change.before() instanceof HorizontalPodAutoscaler before
                && change.after() instanceof HorizontalPodAutoscaler after) {
            editedByOthers |= !before.getSpec().equals(after.getSpec());
        }
    }

    private void took(Change<?> change, Deployment before, Deployment after) {
        if (!isByUs(change)) {
            boolean scaled =
                    !after.getSpec().getReplicas().equals(before.getSpec().getReplicas());
            if (scaled && isStable(after) && isExtra(after)) {
                desired = after.getSpec().getReplicas();
            } else {
                scaledByOthers |= scaled;
            }
            boolean sameTemplate = plain(after.getSpec().getTemplate())
                    .equals(plain(before.getSpec().getTemplate()));
            boolean samePause = Boolean.TRUE.equals(after.getSpec().getPaused())
                    == Boolean.TRUE.equals(before.getSpec().getPaused());
            editedByOthers |= label(after, Labels.RELEASE) != null && !(sameTemplate && samePause);
        } else if (isStable(after)) {
            String label = label(after, Labels.DESIRED);
            if (label != null && !label.equals(label(before, Labels.DESIRED))) {
                desired = Integer.parseInt(label);
                scaledByOthers = false;
            }
        }
    }

    /** Whether stable is whole and the canary is extra: then others say with its replicas how many are wanted. */
    static boolean isExtra(Deployment stable) {
        return "surge".equals(label(stable, Labels.CAPACITY)) && label(stable, Labels.STEP) == null;
    }

    private static boolean isGoing(Change<?> change) {
        return change.after() == null || change.after().getMetadata().getDeletionTimestamp() != null;
    }

    boolean isStable(Deployment deployment) {
        return deployment.getMetadata().getName().equals(app.name());
    }

    /** Whether grey-release made the change, and not a controller or a person. */
    static boolean isByUs(Change<?> change) {
        return Labels.MANAGER.equals(change.who());
    }

    static String label(HasMetadata object, String name) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(name);
    }

    static OwnerReference controllerOf(HasMetadata object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners == null
                ? null
                : owners.stream()
                        .filter(each -> Boolean.TRUE.equals(each.getController()))
                        .findFirst()
                        .orElse(null);
    }

    /** A template without the hash that a controller adds. */
    static PodTemplateSpec plain(PodTemplateSpec template) {
        Map<String, String> labels = template.getMetadata().getLabels();
        return labels == null || !labels.containsKey("pod-template-hash")
                ? template
                : new PodTemplateSpecBuilder(template)
                        .editMetadata()
                        .removeFromLabels("pod-template-hash")
                        .endMetadata()
                        .build();
    }

    private boolean isOurs(Deployment deployment) {
        return isStable(deployment) || matches(deployment.getSpec().getTemplate());
    }

    private boolean matches(PodTemplateSpec template) {
        return Selector.matches(
                first.getSpec().getSelector(), template.getMetadata().getLabels());
    }
}
