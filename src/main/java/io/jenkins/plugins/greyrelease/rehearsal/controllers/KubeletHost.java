package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What the lives of all pods of a cluster share: clock, images on the nodes, addresses. */
final class KubeletHost {
    private static final int JITTER_MILLIS = 400;

    private final Api api;
    private final Scheduler time;
    private final RandomGenerator random;
    private final ImageBehaviours images;
    /** When each node has (or will have) an image. */
    private final Map<String, Duration> onNode = new TreeMap<>();

    private int addresses;

    KubeletHost(Api api, Scheduler time, RandomGenerator random, ImageBehaviours images) {
        this.api = api;
        this.time = time;
        this.random = random;
        this.images = images;
    }

    Api api() {
        return api;
    }

    Scheduler time() {
        return time;
    }

    ImageBehaviours images() {
        return images;
    }

    /** Now, to the second, as the API writes times. */
    String now() {
        return time.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Why the registry does not hand the image out; empty: it does, or nobody needs to ask. As the kubelet does, a secret
     * that is not there is passed over, and what comes of that is the registry's affair.
     */
    Optional<String> refusal(Pod pod, Container container, ImageBehaviour behaviour) {
        Duration there = onNode.get(Pods.node(pod) + " " + container.getImage());
        boolean cached = there != null && there.compareTo(time.elapsed()) <= 0;
        if (cached && !"Always".equals(container.getImagePullPolicy())) {
            return Optional.empty();
        }
        if (!behaviour.pullable()) {
            return Optional.of("not found");
        }
        return behaviour
                .secret()
                .filter(name -> !hasSecret(pod, name))
                .map(name -> "failed to authorize: 401 Unauthorized");
    }

    private boolean hasSecret(Pod pod, String name) {
        List<LocalObjectReference> named = pod.getSpec().getImagePullSecrets();
        return named != null
                && named.stream().anyMatch(each -> name.equals(each.getName()))
                && api.list(Kind.SECRET, pod.getMetadata().getNamespace(), null).stream()
                        .anyMatch(each -> name.equals(each.getMetadata().getName()));
    }

    /** How long until the node has the image; two pods on a node wait for the same pull. */
    Duration pulled(String node, Container container, ImageBehaviour behaviour) {
        Duration now = time.elapsed();
        String key = node + " " + container.getImage();
        Duration there = onNode.get(key);
        if (there == null || "Always".equals(container.getImagePullPolicy()) && there.compareTo(now) <= 0) {
            // a pull of what is there already only asks the registry for the digest
            Duration pull = there == null ? behaviour.pull() : Duration.ofMillis(200);
            there = now.plus(pull);
            onNode.put(key, there);
        }
        Duration left = there.minus(now);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Up to 0.4 s: no two pods start alike. */
    Duration jitter() {
        return Duration.ofMillis(random.nextInt(JITTER_MILLIS));
    }

    /** A fresh address of a pod. */
    String address() {
        addresses++;
        return "10." + (addresses >> 16 & 255) + "." + (addresses >> 8 & 255) + "." + (addresses & 255);
    }
}
