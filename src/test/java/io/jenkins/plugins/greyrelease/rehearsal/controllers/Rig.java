package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A simulated cluster for tests: server, six nodes in three racks, controllers; and one app, {@code cart} in {@code shop}. */
final class Rig {
    static final String SHOP = "shop";
    static final String USER = "kubectl";
    static final Duration LIMIT = Duration.ofDays(2);

    final VirtualTime time = new VirtualTime();
    final ApiServer api;
    final ImageBehaviours images = new ImageBehaviours();
    final ControllerManager controllers;
    /** Every change as {@code who verb kind name}. */
    final List<String> trace = new ArrayList<>();

    Rig() {
        this(1, 6);
    }

    Rig(long seed, int nodes) {
        SplittableRandom random = new SplittableRandom(seed);
        api = new ApiServer("gd9-a", time, random);
        api.observe(change -> trace.add(time.elapsed().toMillis() + " " + change.who() + " " + change.verb() + " "
                + change.kind() + " " + change.object().getMetadata().getName()));
        SimNodes.create(api, nodes, 3, "16", "64Gi");
        controllers = new ControllerManager(api, time, random, images);
    }

    static Deployment deployment(String name, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(SHOP)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
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
                .withImage(name + ":1")
                .withNewReadinessProbe()
                .withPeriodSeconds(2)
                .withNewHttpGet()
                .withPort(new IntOrString(8080))
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    Deployment create(Deployment d) {
        return api.create(USER, Kind.DEPLOYMENT, d);
    }

    void createService(String name) {
        api.create(
                USER,
                Kind.SERVICE,
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(SHOP)
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", name)
                        .addNewPort()
                        .withPort(80)
                        .withTargetPort(new IntOrString(8080))
                        .endPort()
                        .endSpec()
                        .build());
    }

    /** Changes the live Deployment. */
    Deployment change(String name, UnaryOperator<Deployment> change) {
        return api.update(USER, Kind.DEPLOYMENT, change.apply(deployment(name)));
    }

    Deployment setImage(String name, String image) {
        return change(name, d -> d.edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
    }

    Deployment deployment(String name) {
        return api.get(Kind.DEPLOYMENT, SHOP, name);
    }

    List<ReplicaSet> replicaSets() {
        return api.list(Kind.REPLICA_SET, SHOP, null);
    }

    /** The ReplicaSet whose template has this image. */
    ReplicaSet replicaSet(String image) {
        return replicaSets().stream()
                .filter(rs -> rs.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage()
                        .equals(image))
                .findFirst()
                .orElseThrow();
    }

    List<Pod> pods(String app) {
        return api.list(Kind.POD, SHOP, Selector.of(java.util.Map.of("app", app)));
    }

    long availablePods(String app) {
        return pods(app).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && Pods.isReady(pod))
                .count();
    }

    /** Runs until the Deployment's status says that all is as wanted. */
    boolean settles(String name) {
        return until(
                name,
                d -> d.getStatus() != null
                        && DeploymentStatusWriter.isComplete(d, d.getStatus())
                        && pods(name).size() == d.getSpec().getReplicas());
    }

    boolean until(String name, Predicate<Deployment> condition) {
        return time.runUntil(
                () -> condition.test(deployment(name)), time.elapsed().plus(Duration.ofMinutes(30)));
    }

    void advance(Duration duration) {
        time.advance(duration);
    }
}
