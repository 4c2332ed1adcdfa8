package io.jenkins.plugins.greyrelease.autoscale;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.jenkins.plugins.greyrelease.kube.QuotaRoom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What there is in one cluster around an app that {@code hpaPolicy} is to scale, and whether it can.
 *
 * @param deployment the app
 * @param pods under its selector
 * @param hpas all of the namespace
 * @param scaledObjects all of the namespace; empty where KEDA is not installed
 * @param vpas all of the namespace; empty where they are not installed
 * @param quotas all of the namespace
 */
public record HpaSurroundings(
        Deployment deployment,
        List<Pod> pods,
        List<HorizontalPodAutoscaler> hpas,
        List<GenericKubernetesResource> scaledObjects,
        List<GenericKubernetesResource> vpas,
        List<ResourceQuota> quotas) {
    /** On a Deployment: the id of the release that is under way. */
    public static final String RELEASE = "grey-release/release";

    public HpaSurroundings {
        pods = List.copyOf(pods);
        hpas = List.copyOf(hpas);
        scaledObjects = List.copyOf(scaledObjects);
        vpas = List.copyOf(vpas);
        quotas = List.copyOf(quotas);
    }

    /** What scales the app now. */
    public Autoscalers autoscalers() {
        return Autoscalers.of(hpas, scaledObjects, vpas, deployment);
    }

    /** The HPA that scales the app, where it is the only thing that does. */
    public Optional<HorizontalPodAutoscaler> present() {
        return autoscalers() instanceof Autoscalers.Hpa hpa ? Optional.of(hpa.object()) : Optional.empty();
    }

    /** The release of the app that is under way, by its id. */
    public Optional<String> release() {
        Map<String, String> labels = deployment.getMetadata().getLabels();
        return Optional.ofNullable(labels == null ? null : labels.get(RELEASE));
    }

    /** Every reason why the policy cannot be had here, each with what to do; none if it can. */
    public List<String> conflicts(HpaPolicy policy) {
        Set<String> found = new LinkedHashSet<>();
        release()
                .ifPresent(
                        id -> found.add(
                                "release " + id + " of " + policy.app()
                                        + " is under way, and its autoscaler belongs to it until then: run hpaPolicy again when it has ended"));
        scaler(policy, found);
        policy.metrics().forEach(metric -> missingRequest(metric).ifPresent(found::add));
        room(policy, found);
        return List.copyOf(found);
    }

    private void scaler(HpaPolicy policy, Set<String> found) {
        Autoscalers present = autoscalers();
        if (present instanceof Autoscalers.Conflict conflict) {
            found.addAll(conflict.reasons());
        } else if (present instanceof Autoscalers.Keda keda) {
            found.add(AutoscalerFreeze.named(keda.object()) + " scales it, and KEDA makes an HPA of its own: change the"
                    + " ScaledObject, or delete it");
        } else if (present instanceof Autoscalers.Hpa hpa) {
            hpa(hpa, found);
        } else {
            hpas.stream()
                    .filter(each -> each.getMetadata().getName().equals(policy.app()))
                    .forEach(each -> found.add(AutoscalerFreeze.named(each) + " has the app's name and scales "
                            + each.getSpec().getScaleTargetRef().getKind() + "/"
                            + each.getSpec().getScaleTargetRef().getName() + ": rename or delete it"));
        }
    }

    private void hpa(Autoscalers.Hpa hpa, Set<String> found) {
        String named = AutoscalerFreeze.named(hpa.object());
        if (!HpaPolicy.ours(hpa.object())) {
            found.add(named + " scales it and was not made by hpaPolicy: delete it, or hand it over: kubectl -n "
                    + hpa.object().getMetadata().getNamespace() + " label hpa " + hpa.name() + " "
                    + HpaPolicy.MANAGED_BY + "=" + HpaPolicy.US + " --overwrite");
        }
        FreezeState state = hpa.state();
        if (state instanceof FreezeState.Unreadable unreadable) {
            found.add(unreadable.reason());
        } else if (!(state instanceof FreezeState.Free)) {
            found.add(named + " is frozen by release "
                    + AutoscalerFreeze.frozenBy(hpa.object()).orElse("unknown")
                    + ": run hpaPolicy again when that has ended");
        }
    }

    /** A percentage is of what every container requests; looked for on the pods, where defaults have been filled in. */
    private Optional<String> missingRequest(MetricSpec metric) {
        if (metric.getResource() == null || metric.getResource().getTarget().getAverageUtilization() == null) {
            return Optional.empty();
        }
        String resource = metric.getResource().getName();
        List<PodSpec> specs = pods.isEmpty()
                ? List.of(deployment.getSpec().getTemplate().getSpec())
                : pods.stream().map(Pod::getSpec).toList();
        Set<String> without = new LinkedHashSet<>();
        for (PodSpec spec : specs) {
            if (spec.getResources() == null || !requests(spec.getResources().getRequests(), resource)) {
                containers(spec).stream()
                        .filter(each -> each.getResources() == null
                                || !requests(each.getResources().getRequests(), resource))
                        .forEach(each -> without.add(each.getName()));
            }
        }
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(resource + ": a percentage needs a request of " + resource + " in every container, and "
                        + String.join(", ", without) + " of deployment/"
                        + deployment.getMetadata().getName() + " has none: add it, or give an amount for each pod");
    }

    private static boolean requests(Map<String, Quantity> requests, String resource) {
        return requests != null && requests.get(resource) != null;
    }

    private static List<Container> containers(PodSpec spec) {
        List<Container> all = new ArrayList<>(spec.getContainers());
        if (spec.getInitContainers() != null) {
            spec.getInitContainers().stream()
                    .filter(each -> "Always".equals(each.getRestartPolicy()))
                    .forEach(all::add);
        }
        return all;
    }

    private void room(HpaPolicy policy, Set<String> found) {
        int more = policy.rules().min()
                - Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        if (more > 0) {
            QuotaRoom.shortfalls(quotas, deployment.getSpec().getTemplate(), more)
                    .forEach(each -> found.add("min: " + policy.rules().min() + " is above the quota: "
                            + each.says("the " + more + " more pods") + ": raise the quota, or lower min"));
        }
    }

    /** What will be in the way later, though not now: words for the log. */
    public List<String> remarks(HpaPolicy policy) {
        int now = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        int more = policy.rules().max() - now;
        return more <= 0
                ? List.of()
                : QuotaRoom.shortfalls(quotas, deployment.getSpec().getTemplate(), more).stream()
                        .map(each -> "max: " + policy.rules().max() + " will not be reached: "
                                + each.says("the " + more + " pods above today's " + now))
                        .toList();
    }
}
