package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many of a budget's pods are there, and how many there must be.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/disruption/disruption.go}. Example: {@code maxUnavailable: 25%} over
 * a Deployment of 10 and a canary of 1 expects 11 pods and needs 11 - ceil(2.75) = 8 of them healthy.
 */
final class DisruptionCounter {
    /** A pod whose eviction was allowed and that is still there after this will not be deleted any more. */
    static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);

    private final ControllerContext context;

    DisruptionCounter(ControllerContext context) {
        this.context = context;
    }

    /** A pod whose controller is not known: the budget cannot be counted. */
    static final class Uncountable extends Exception {
        private static final long serialVersionUID = 1L;

        Uncountable(String message) {
            super(message);
        }
    }

    DisruptionStatus.Count count(PodDisruptionBudget pdb, Collection<Pod> pods) throws Uncountable {
        IntOrString max = pdb.getSpec().getMaxUnavailable();
        IntOrString min = pdb.getSpec().getMinAvailable();
        int expected = 0;
        int desired = 0;
        if (max != null) {
            expected = scale(pods);
            desired = Math.max(0, expected - of(max, expected));
        } else if (min != null && min.getIntVal() != null) {
            expected = pods.size();
            desired = min.getIntVal();
        } else if (min != null) {
            expected = scale(pods);
            desired = of(min, expected);
        }
        Map<String, String> disrupted = disrupted(pdb, pods);
        int healthy = (int) pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !disrupted.containsKey(pod.getMetadata().getName()))
                .filter(Pods::isReady)
                .count();
        return new DisruptionStatus.Count(healthy, desired, expected, disrupted);
    }

    /** Percentages round up. */
    private static int of(IntOrString amount, int total) {
        if (amount.getIntVal() != null) {
            return amount.getIntVal();
        }
        String text = amount.getStrVal();
        int percent = Integer.parseInt(text.substring(0, text.length() - 1));
        return (percent * total + 99) / 100;
    }

    private Map<String, String> disrupted(PodDisruptionBudget pdb, Collection<Pod> pods) {
        Map<String, String> still = new TreeMap<>();
        Map<String, String> known = DisruptionStatus.of(pdb).getDisruptedPods();
        if (known == null) {
            return still;
        }
        for (Pod pod : pods) {
            String since = known.get(pod.getMetadata().getName());
            boolean waiting = since != null && pod.getMetadata().getDeletionTimestamp() == null;
            if (waiting
                    && !Instant.parse(since)
                            .plus(DELETION_TIMEOUT)
                            .isBefore(context.time().now())) {
                still.put(pod.getMetadata().getName(), since);
            }
        }
        return still;
    }

    /** The sum of what the pods' controllers want; a pod without a controller counts nothing. */
    private int scale(Collection<Pod> pods) throws Uncountable {
        Map<String, Integer> scales = new TreeMap<>();
        for (Pod pod : pods) {
            OwnerReference owner = Owners.controllerOf(pod);
            if (owner == null) {
                continue;
            }
            Scale scale = scale(pod, owner)
                    .orElseThrow(() -> new Uncountable("found no controllers for pod \""
                            + pod.getMetadata().getName() + "\""));
            scales.put(scale.uid(), scale.replicas());
        }
        return scales.values().stream().mapToInt(Integer::intValue).sum();
    }

    private record Scale(String uid, int replicas) {}

    /** Which kinds of controllers have no number to take a share of, as Kubernetes names them. */
    private static final Map<String, String> WITHOUT_SCALE =
            Map.of("DaemonSet", "daemonsets.apps", "Job", "jobs.batch");

    private Optional<Scale> scale(Pod pod, OwnerReference owner) throws Uncountable {
        String unscaled = WITHOUT_SCALE.get(owner.getKind());
        if (unscaled != null) {
            throw new Uncountable(unscaled + " does not implement the scale subresource");
        }
        if ("StatefulSet".equals(owner.getKind())) {
            return context.api().list(Kind.STATEFUL_SET, pod.getMetadata().getNamespace(), null).stream()
                    .filter(each -> each.getMetadata().getUid().equals(owner.getUid()))
                    .findFirst()
                    .map(each -> new Scale(
                            each.getMetadata().getUid(), each.getSpec().getReplicas()));
        }
        return "ReplicaSet".equals(owner.getKind()) ? ofReplicaSet(pod, owner) : Optional.empty();
    }

    private Optional<Scale> ofReplicaSet(Pod pod, OwnerReference owner) {
        ReplicaSet set = context.replicaSets()
                .get(pod.getMetadata().getNamespace(), owner.getName())
                .filter(each -> each.getMetadata().getUid().equals(owner.getUid()))
                .orElse(null);
        if (set == null) {
            return Optional.empty();
        }
        OwnerReference above = Owners.controllerOf(set);
        if (above == null) {
            return Optional.of(
                    new Scale(set.getMetadata().getUid(), set.getSpec().getReplicas()));
        }
        Optional<Deployment> deployment = context.deployments()
                .get(set.getMetadata().getNamespace(), above.getName())
                .filter(each -> each.getMetadata().getUid().equals(above.getUid()));
        return deployment.map(
                each -> new Scale(each.getMetadata().getUid(), each.getSpec().getReplicas()));
    }
}
