package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A port under test. What a contract does, it does through the port alone, in a namespace of its own. */
interface Port {
    /** The namespace of this test alone. */
    default String ns() {
        return "contract";
    }

    Cluster cluster();

    /** Lets time pass until it holds; fails after a while. */
    void until(String what, BooleanSupplier holds);

    /** Makes the server forget what is older than now, as etcd's compaction does. */
    void forgetThePast();

    /** Makes bookmarks come soon. */
    void hastenBookmarks();

    /** The answer to a call. */
    default <T> T answer(CompletableFuture<T> call) {
        until("an answer", call::isDone);
        Object[] outcome = new Object[2];
        call.whenComplete((result, failure) -> {
            outcome[0] = result;
            outcome[1] = failure;
        });
        if (outcome[1] instanceof RuntimeException failure) {
            throw failure;
        }
        return call.join();
    }

    /** The refusal of a call; as a listener of the very future sees it. */
    default KubeException refusal(CompletableFuture<?> call) {
        until("an answer", call::isDone);
        Throwable[] seen = new Throwable[1];
        call.whenComplete((result, failure) -> seen[0] = failure);
        assertThat(seen[0]).isInstanceOf(KubeException.class);
        assertThat(((KubeException) seen[0]).cluster()).isEqualTo(cluster().name());
        assertThat(seen[0]).hasMessageStartingWith("cluster " + cluster().name() + ": ");
        return (KubeException) seen[0];
    }

    default ConfigMap create(ConfigMap map) {
        return answer(cluster().create(Kind.CONFIG_MAP, map, WriteOptions.FOR_REAL));
    }

    default Deployment create(Deployment deployment) {
        return answer(cluster().create(Kind.DEPLOYMENT, deployment, WriteOptions.FOR_REAL));
    }

    /** Makes it, and waits until its three pods are ready. */
    default void createReady(Deployment deployment) {
        create(deployment);
        until(
                "ready pods",
                () -> read(deployment).getStatus() != null
                        && Integer.valueOf(3)
                                .equals(read(deployment).getStatus().getReadyReplicas()));
    }

    default Deployment read(Deployment deployment) {
        return answer(
                cluster().get(Kind.DEPLOYMENT, ns(), deployment.getMetadata().getName()));
    }

    /** Changes it as it is now: its controller writes too, so it is looked at again after a conflict. */
    default Deployment update(Deployment deployment, UnaryOperator<DeploymentBuilder> change, WriteOptions options) {
        for (int tries = 1; ; tries++) {
            Deployment changed =
                    change.apply(new DeploymentBuilder(read(deployment))).build();
            try {
                return answer(cluster().update(Kind.DEPLOYMENT, changed, options));
            } catch (KubeException e) {
                if (e.reason() != KubeException.Reason.CONFLICT || tries == 10) {
                    throw e;
                }
            }
        }
    }

    default ConfigMap map(String name) {
        return map(name, Map.of());
    }

    default ConfigMap map(String name, Map<String, String> labels) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(ns())
                .withLabels(labels)
                .endMetadata()
                .addToData("key", "value")
                .build();
    }

    /** Wants three pods, and waits for nobody to make them: it is paused. */
    default Deployment deployment(String name) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(ns())
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withPaused(true)
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
                .addNewContainer()
                .withName("helper")
                .withImage("registry.example/helper:v1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** One that is not paused. */
    default Deployment running(String name) {
        return deployment(name).edit().editSpec().withPaused(null).endSpec().build();
    }

    /** One whose pods are ready ten seconds after they run. */
    default Deployment slow(String name) {
        return running(name)
                .edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withInitialDelaySeconds(10)
                .withNewTcpSocket()
                .withPort(new IntOrString(8080))
                .endTcpSocket()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
