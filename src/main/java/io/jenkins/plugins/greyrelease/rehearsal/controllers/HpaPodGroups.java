package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of an app's pods count how, by name.
 *
 * <p>Source: Kubernetes 1.34, {@code replica_calculator.go}, {@code groupPods}.
 *
 * @param ready how many have a metric that counts
 * @param unready pending, or (for CPU) too young for their metric to mean anything
 * @param missing running without a metric
 * @param ignored on their way out, or failed
 */
record HpaPodGroups(int ready, Set<String> unready, Set<String> missing, Set<String> ignored) {
    /** After its start a pod's CPU may be that of starting up. */
    private static final Duration CPU_INITIALIZATION = Duration.ofMinutes(5);
    /** A pod that turned unready this soon after its start has never been ready. */
    private static final Duration INITIAL_READINESS_DELAY = Duration.ofSeconds(30);

    static HpaPodGroups of(Collection<Pod> pods, Map<String, HpaSample> samples, boolean cpu, Instant now) {
        int ready = 0;
        Set<String> unready = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        Set<String> ignored = new TreeSet<>();
        for (Pod pod : pods) {
            String name = pod.getMetadata().getName();
            HpaSample sample = samples.get(name);
            if (pod.getMetadata().getDeletionTimestamp() != null || "Failed".equals(Pods.phase(pod))) {
                ignored.add(name);
            } else if ("Pending".equals(Pods.phase(pod))) {
                unready.add(name);
            } else if (sample == null) {
                missing.add(name);
            } else if (cpu && isUnready(pod, sample, now)) {
                unready.add(name);
            } else {
                ready++;
            }
        }
        return new HpaPodGroups(ready, unready, missing, ignored);
    }

    private static boolean isUnready(Pod pod, HpaSample sample, Instant now) {
        PodCondition condition = Pods.condition(pod, "Ready");
        if (condition == null || pod.getStatus().getStartTime() == null || condition.getLastTransitionTime() == null) {
            return true;
        }
        Instant started = Instant.parse(pod.getStatus().getStartTime());
        Instant turned = Instant.parse(condition.getLastTransitionTime());
        boolean notReady = "False".equals(condition.getStatus());
        if (started.plus(CPU_INITIALIZATION).isAfter(now)) {
            return notReady || sample.at().isBefore(turned.plus(sample.window()));
        }
        return notReady && started.plus(INITIAL_READINESS_DELAY).isAfter(turned);
    }
}
