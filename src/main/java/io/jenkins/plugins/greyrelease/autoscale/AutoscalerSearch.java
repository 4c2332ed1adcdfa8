package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which autoscalers point at a Deployment, and whether a release can work with them. */
final class AutoscalerSearch {
    /** VPA modes that do not restart running pods. */
    private static final Set<String> HARMLESS = Set.of("Off", "Initial");

    private AutoscalerSearch() {}

    static Autoscalers search(
            List<HorizontalPodAutoscaler> hpas,
            List<GenericKubernetesResource> scaledObjects,
            List<GenericKubernetesResource> vpas,
            Deployment deployment) {
        List<GenericKubernetesResource> kedas = scaledObjects.stream()
                .filter(each -> pointsAt(KedaSpec.of(each).path("scaleTargetRef"), each, deployment))
                .toList();
        List<HorizontalPodAutoscaler> own = hpas.stream()
                .filter(each -> pointsAt(each, deployment))
                .filter(each -> kedas.stream().noneMatch(keda -> owns(keda, each)))
                .toList();
        List<String> reasons = new ArrayList<>();
        if (own.size() + kedas.size() > 1) {
            reasons.add("two autoscalers scale it: "
                    + Stream.concat(own.stream(), kedas.stream())
                            .map(AutoscalerFreeze::named)
                            .collect(Collectors.joining(", "))
                    + ": keep one of them");
        }
        kedas.forEach(each -> heldAt(each).ifPresent(reasons::add));
        vpas.stream()
                .filter(each -> pointsAt(KedaSpec.of(each).path("targetRef"), each, deployment))
                .forEach(each -> restarts(each).ifPresent(reasons::add));
        if (!reasons.isEmpty()) {
            return new Autoscalers.Conflict(reasons);
        }
        if (!own.isEmpty()) {
            return new Autoscalers.Hpa(own.get(0));
        }
        return kedas.isEmpty() ? new Autoscalers.None() : new Autoscalers.Keda(kedas.get(0));
    }

    private static boolean pointsAt(HorizontalPodAutoscaler hpa, Deployment deployment) {
        CrossVersionObjectReference target = hpa.getSpec().getScaleTargetRef();
        return sameNamespace(hpa, deployment)
                && "Deployment".equals(target.getKind())
                && (target.getApiVersion() == null || target.getApiVersion().startsWith("apps/"))
                && deployment.getMetadata().getName().equals(target.getName());
    }

    /** KEDA lets kind and apiVersion be absent: then it means a Deployment. */
    private static boolean pointsAt(JsonNode target, HasMetadata scaler, Deployment deployment) {
        return sameNamespace(scaler, deployment)
                && "Deployment".equals(target.path("kind").asText("Deployment"))
                && target.path("apiVersion").asText("apps/v1").startsWith("apps/")
                && deployment.getMetadata().getName().equals(target.path("name").asText());
    }

    private static boolean sameNamespace(HasMetadata one, HasMetadata other) {
        return Objects.equals(
                one.getMetadata().getNamespace(), other.getMetadata().getNamespace());
    }

    private static boolean owns(GenericKubernetesResource keda, HorizontalPodAutoscaler hpa) {
        List<OwnerReference> owners = hpa.getMetadata().getOwnerReferences();
        return owners != null
                && owners.stream()
                        .anyMatch(owner -> "ScaledObject".equals(owner.getKind())
                                && keda.getMetadata().getName().equals(owner.getName()));
    }

    private static Optional<String> heldAt(GenericKubernetesResource keda) {
        return KedaFreeze.annotation(keda, KedaFreeze.PAUSED_REPLICAS)
                .map(replicas -> AutoscalerFreeze.named(keda) + " holds it at " + replicas + " replicas (annotation "
                        + KedaFreeze.PAUSED_REPLICAS + "): remove the annotation or the ScaledObject");
    }

    private static Optional<String> restarts(GenericKubernetesResource vpa) {
        String mode = KedaSpec.of(vpa).path("updatePolicy").path("updateMode").asText("Auto");
        return HARMLESS.contains(mode)
                ? Optional.empty()
                : Optional.of(AutoscalerFreeze.named(vpa) + " is in mode " + mode
                        + " and evicts pods on its own: set it to Off or Initial");
    }
}
