package io.jenkins.plugins.greyrelease.rehearsal.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.util.SplittableRandom;

/** What the tests of the server begin with. */
final class Given {

    static final String WHO = "tester";
    static final String NS = "shop";

    final VirtualTime time = new VirtualTime();
    final ApiServer server = new ApiServer("gd9-a", time, new SplittableRandom(1));

    static Deployment deployment(String name) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NS)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(3)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("server")
                .withImage("registry.example/" + name + ":v1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    static ReplicaSet ownedReplicaSet(String name, Deployment owner) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NS)
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withSelector(owner.getSpec().getSelector())
                .withTemplate(owner.getSpec().getTemplate())
                .endSpec()
                .build();
    }

    static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NS)
                .addToLabels("app", "cart")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("server")
                .withImage("registry.example/cart:v1")
                .endContainer()
                .endSpec()
                .build();
    }

    static Pod runningPod(String name) {
        return new PodBuilder(pod(name))
                .editSpec()
                .withNodeName("node-1")
                .endSpec()
                .build();
    }

    static KubeException refusal(Runnable call) {
        return catchThrowableOfType(KubeException.class, call::run);
    }
}
