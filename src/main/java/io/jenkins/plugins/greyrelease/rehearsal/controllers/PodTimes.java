package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When things happen in the life of a pod, computed from its probes: a simulated kubelet does not probe, it knows. */
final class PodTimes {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LAST_BACK_OFF = Duration.ofMinutes(5);

    private static final Pattern SLEEP = Pattern.compile("\\bsleep ([0-9]{1,5})\\b");

    private PodTimes() {}

    /**
     * From the start of a container until it counts as ready, if its process can answer after {@code up}: the first
     * probe at or after that moment, and as many more as the probe demands; the readiness probe begins after the startup
     * probe. Example: initialDelay 5, period 10, the process up after 12 s: probes at 5, 15, so ready after 15 s.
     */
    static Duration untilReady(Container container, Duration up) {
        Duration started = answered(container.getStartupProbe(), up, Duration.ZERO);
        return answered(container.getReadinessProbe(), up, started);
    }

    private static Duration answered(Probe probe, Duration up, Duration begins) {
        if (probe == null) {
            return begins;
        }
        long period = Math.max(1, number(probe.getPeriodSeconds(), 10)) * 1000L;
        // probes count from the start of the container; those before the startup probe succeeded are not made
        long at = number(probe.getInitialDelaySeconds(), 0) * 1000L;
        long earliest = Math.max(up.toMillis(), begins.toMillis());
        if (earliest > at) {
            at += (earliest - at + period - 1) / period * period;
        }
        long more = Math.max(1, number(probe.getSuccessThreshold(), 1)) - 1L;
        return Duration.ofMillis(at + more * period);
    }

    /**
     * How long a container stays down after its {@code crashes}-th crash: the first time not at all, then 10 s, doubled
     * each time, at most 5 min. Example: after the 4th crash 40 s.
     */
    static Duration backOff(int crashes) {
        if (crashes <= 1) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(crashes - 2, 10));
        return wait.compareTo(LAST_BACK_OFF) > 0 ? LAST_BACK_OFF : wait;
    }

    /** From SIGTERM to the end: preStop's sleep and the process's own time, at most the grace period. */
    static Duration untilGone(Pod pod, Duration termination) {
        long sleep = 0;
        for (Container each : pod.getSpec().getContainers()) {
            Lifecycle lifecycle = each.getLifecycle();
            sleep = Math.max(sleep, lifecycle == null ? 0 : sleep(lifecycle.getPreStop()));
        }
        Duration wanted = Duration.ofSeconds(sleep).plus(termination);
        Duration most = Duration.ofSeconds(grace(pod));
        return wanted.compareTo(most) > 0 ? most : wanted;
    }

    /** Seconds of a sleep, as an action of its own or as a command; other commands take no time. */
    private static long sleep(LifecycleHandler preStop) {
        if (preStop == null) {
            return 0;
        }
        if (preStop.getSleep() != null) {
            return preStop.getSleep().getSeconds();
        }
        List<String> command =
                preStop.getExec() == null ? null : preStop.getExec().getCommand();
        Matcher sleep = SLEEP.matcher(command == null ? "" : String.join(" ", command));
        return sleep.find() ? Long.parseLong(sleep.group(1)) : 0;
    }

    private static long grace(Pod pod) {
        Long given = pod.getMetadata().getDeletionGracePeriodSeconds();
        Long own = pod.getSpec().getTerminationGracePeriodSeconds();
        return given != null ? given : own != null ? own : 30;
    }

    private static int number(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
