package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * KEDA's operator: makes an HPA for each ScaledObject, and takes it away while the ScaledObject is paused.
 *
 * <p>Source: KEDA 2.17, {@code controllers/keda/scaledobject_controller.go}, as documented. Not copied: scaling between 0
 * and 1, fallbacks, and the ScaledObject's status.
 */
final class KedaController implements Controller {
    static final String WHO = "keda-operator";
    private static final String PAUSED = "autoscaling.keda.sh/paused";
    private static final String PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas";

    private final ControllerContext context;
    private final View<GenericKubernetesResource> scaledObjects;
    private final View<HorizontalPodAutoscaler> hpas;
    private final WorkQueue queue;

    KedaController(
            ControllerContext context,
            View<GenericKubernetesResource> scaledObjects,
            View<HorizontalPodAutoscaler> hpas,
            Supplier<Duration> delay) {
        this.context = context;
        this.scaledObjects = scaledObjects;
        this.hpas = hpas;
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        scaledObjects.onChange((before, after) -> queue.add(View.key(after == null ? before : after)));
        hpas.onChange((before, after) -> ownerOf(after == null ? before : after).ifPresent(queue::add));
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public void forget() {
        queue.clear();
    }

    private static Optional<String> ownerOf(HorizontalPodAutoscaler hpa) {
        return Optional.ofNullable(Owners.controllerOf(hpa))
                .filter(owner -> Kind.SCALED_OBJECT.kind().equals(owner.getKind()))
                .map(owner -> View.key(hpa.getMetadata().getNamespace(), owner.getName()));
    }

    private void sync(String key) {
        GenericKubernetesResource scaledObject = scaledObjects.get(key).orElse(null);
        if (scaledObject == null
                || scaledObject.getMetadata().getDeletionTimestamp() != null
                || KedaHpa.target(scaledObject).isEmpty()) {
            return;
        }
        OptionalInt held = heldAt(scaledObject);
        if (held.isPresent()) {
            hold(scaledObject, held.getAsInt());
        }
        if (held.isPresent() || "true".equals(annotation(scaledObject, PAUSED))) {
            takeAway(scaledObject);
        } else {
            make(scaledObject);
        }
    }

    private void hold(GenericKubernetesResource scaledObject, int replicas) {
        String namespace = scaledObject.getMetadata().getNamespace();
        String target = KedaHpa.target(scaledObject);
        boolean off = context.deployments()
                .get(namespace, target)
                .filter(each -> each.getSpec().getReplicas() != replicas)
                .isPresent();
        if (off) {
            context.api().scale(WHO, Kind.DEPLOYMENT, namespace, target, replicas);
        }
    }

    private void takeAway(GenericKubernetesResource scaledObject) {
        String namespace = scaledObject.getMetadata().getNamespace();
        Optional<HorizontalPodAutoscaler> there = hpas.get(namespace, KedaHpa.name(scaledObject));
        if (there.isPresent()) {
            try {
                context.api().delete(WHO, Kind.HPA, namespace, KedaHpa.name(scaledObject), DeleteOptions.BACKGROUND);
            } catch (KubeException e) {
                if (e.reason() != KubeException.Reason.NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    private void make(GenericKubernetesResource scaledObject) {
        HorizontalPodAutoscaler wanted = KedaHpa.of(scaledObject);
        Optional<HorizontalPodAutoscaler> there =
                hpas.get(scaledObject.getMetadata().getNamespace(), KedaHpa.name(scaledObject));
        if (there.isEmpty()) {
            context.api().create(WHO, Kind.HPA, wanted);
        } else if (differs(there.get(), wanted)) {
            context.api()
                    .update(
                            WHO,
                            Kind.HPA,
                            new HorizontalPodAutoscalerBuilder(there.get())
                                    .withSpec(wanted.getSpec())
                                    .build());
        }
    }

    /** Compared without behavior where KEDA sets none of it itself: the server fills a behavior with defaults. */
    private static boolean differs(HorizontalPodAutoscaler there, HorizontalPodAutoscaler wanted) {
        boolean sameNumbers = there.getSpec()
                        .getMinReplicas()
                        .equals(wanted.getSpec().getMinReplicas())
                && there.getSpec().getMaxReplicas().equals(wanted.getSpec().getMaxReplicas());
        boolean sameBehavior =
                wanted.getSpec().getBehavior() != null || there.getSpec().getBehavior() == null;
        return !sameNumbers
                || !sameBehavior
                || !there.getSpec().getMetrics().equals(wanted.getSpec().getMetrics());
    }

    private static OptionalInt heldAt(GenericKubernetesResource scaledObject) {
        String text = annotation(scaledObject, PAUSED_REPLICAS);
        return text != null && text.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static String annotation(GenericKubernetesResource object, String name) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(name);
    }
}
