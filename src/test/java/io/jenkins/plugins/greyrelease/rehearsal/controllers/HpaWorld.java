package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.jenkins.plugins.greyrelease.autoscale.HpaSamples;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** An API server with the autoscaler alone; pods come and go, ready, as soon as a Deployment's number changes. */
final class HpaWorld {
    final VirtualTime time = new VirtualTime();
    final ApiServer api = new ApiServer("gd9-a", time, new SplittableRandom(1));
    final LoadModel load = new LoadModel();
    final View<HorizontalPodAutoscaler> hpas = new View<>(api.informer(Kind.HPA));
    final ControllerContext context = new ControllerContext(
            api,
            time,
            new View<>(api.informer(Kind.DEPLOYMENT)),
            new View<>(api.informer(Kind.REPLICA_SET)),
            new View<>(api.informer(Kind.POD)));
    private int pods;

    HpaWorld() {
        new HpaController(context, hpas, load);
        new KedaController(context, new View<>(api.informer(Kind.SCALED_OBJECT)), hpas, () -> Duration.ofMillis(1));
        new DisruptionController(context, new View<>(api.informer(Kind.PDB)), () -> Duration.ofMillis(1));
        api.evictions(new DisruptionEvictions(time));
        context.deployments().onChange((before, after) -> time.execute(() -> settle(after)));
    }

    /** A Deployment whose pods carry {@code app: cart} and request 100m. */
    void deployment(String name, int replicas) {
        Deployment created = api.create(
                "test",
                Kind.DEPLOYMENT,
                new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .addToMatchLabels("app", "cart")
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("app", "cart")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("cart:1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
        api.create(
                "test",
                Kind.REPLICA_SET,
                new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(name)
                        .withOwnerReferences(Owners.reference(Kind.DEPLOYMENT, created))
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withSelector(created.getSpec().getSelector())
                        .withTemplate(created.getSpec().getTemplate())
                        .endSpec()
                        .build());
    }

    /** An HPA {@code name} of {@code target} at 60 % CPU. */
    static HorizontalPodAutoscaler hpa(String name, String target, int min, int max) {
        return HpaSamples.utilization(name, target, min, max);
    }

    void create(HorizontalPodAutoscaler hpa) {
        api.create("test", Kind.HPA, hpa);
    }

    void run(Duration duration) {
        time.advance(duration);
    }

    int replicas(String deployment) {
        return api.get(Kind.DEPLOYMENT, "shop", deployment).getSpec().getReplicas();
    }

    HorizontalPodAutoscaler hpa(String name) {
        return api.get(Kind.HPA, "shop", name);
    }

    /** {@code status reason} of a condition. */
    String condition(String hpa, String type) {
        return hpa(hpa).getStatus().getConditions().stream()
                .filter(each -> each.getType().equals(type))
                .map(HpaWorld::words)
                .findFirst()
                .orElse("absent");
    }

    private static String words(HorizontalPodAutoscalerCondition condition) {
        return condition.getStatus() + " " + condition.getReason();
    }

    private void settle(Deployment deployment) {
        if (deployment == null) {
            return;
        }
        String name = deployment.getMetadata().getName();
        var own = api.list(Kind.POD, "shop", null).stream()
                .filter(pod -> name.equals(pod.getMetadata().getLabels().get("of")))
                .toList();
        for (int i = own.size(); i < deployment.getSpec().getReplicas(); i++) {
            readyPod(name);
        }
        for (int i = deployment.getSpec().getReplicas(); i < own.size(); i++) {
            api.delete(
                    "test",
                    Kind.POD,
                    "shop",
                    own.get(i).getMetadata().getName(),
                    new DeleteOptions(
                            DeleteOptions.Propagation.BACKGROUND, Optional.empty(), Optional.empty(), Optional.of(0)));
        }
    }

    private void readyPod(String deployment) {
        Pod created = api.create(
                "test",
                Kind.POD,
                new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(deployment + "-" + pods++)
                        .withLabels(Map.of("app", "cart", "of", deployment))
                        .withOwnerReferences(
                                Owners.reference(Kind.REPLICA_SET, api.get(Kind.REPLICA_SET, "shop", deployment)))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("cart:1")
                        .withNewResources()
                        .addToRequests("cpu", Quantity.parse("100m"))
                        .endResources()
                        .endContainer()
                        .endSpec()
                        .build());
        api.updateStatus(
                "test",
                Kind.POD,
                created.edit()
                        .withNewStatus()
                        .withPhase("Running")
                        .withStartTime(context.now())
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withLastTransitionTime(context.now())
                        .endCondition()
                        .endStatus()
                        .build());
    }
}
