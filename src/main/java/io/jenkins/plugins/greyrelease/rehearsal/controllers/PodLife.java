package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.PodStatuses.One;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.PodStatuses.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The life of one pod on its node: volumes, image, start, readiness, crashes, end. */
final class PodLife {
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);
    private static final Duration PULL_FAILS = Duration.ofSeconds(1);
    private static final Duration INIT = Duration.ofSeconds(1);
    private static final long CRASHES_FORGOTTEN_SECONDS = 600;

    private final KubeletHost host;
    private final List<One> containers = new ArrayList<>();
    private final List<ContainerLog> logs = new ArrayList<>();
    private Pod pod;
    private String ip;
    private String startedAt;
    /** Goes up when everything that was planned no longer holds. */
    private int plan;

    private boolean ending;

    PodLife(KubeletHost host, Pod pod) {
        this.host = host;
        this.pod = pod;
        for (int i = 0; i < pod.getSpec().getContainers().size(); i++) {
            containers.add(new One(State.WAITING, "ContainerCreating", null, null, 0));
            logs.add(new ContainerLog());
        }
    }

    /**
     * What a container of this name has written.
     *
     * @return empty if it has not begun
     */
    Optional<ContainerLog> log(String container) {
        for (int i = 0; i < containers.size(); i++) {
            if (container(i).getName().equals(container) && containers.get(i).state() != State.WAITING) {
                return Optional.of(logs.get(i));
            }
        }
        return Optional.empty();
    }

    /** The pod is no more. */
    void gone() {
        freeze();
        logs.forEach(ContainerLog::end);
    }

    /** The pod as it was last seen. */
    Pod pod() {
        return pod;
    }

    void seen(Pod newer) {
        pod = newer;
    }

    /** Takes the pod up, for the first time or after its node came back. */
    void begin() {
        plan++;
        later(FIRST_LOOK, () -> {
            startedAt = startedAt == null ? host.now() : startedAt;
            report();
            if (mounts()) {
                for (int i = 0; i < containers.size(); i++) {
                    pull(i);
                }
            }
        });
    }

    /** Its node is gone: nothing goes on, nothing is reported. */
    void freeze() {
        plan++;
        for (int i = 0; i < containers.size(); i++) {
            One before = containers.get(i);
            boolean ran = before.state() != State.WAITING;
            containers.set(
                    i, new One(State.WAITING, "ContainerCreating", null, null, before.restarts() + (ran ? 1 : 0)));
        }
    }

    /** SIGTERM, then gone. */
    void end() {
        if (ending) {
            return;
        }
        ending = true;
        plan++;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < containers.size(); i++) {
            Duration termination = containers.get(i).state() == State.WAITING
                    ? Duration.ofMillis(100)
                    : behaviour(i).termination();
            longest = longest.compareTo(termination) < 0 ? termination : longest;
        }
        later(PodTimes.untilGone(pod, longest), this::remove);
    }

    /** What was planned for its end is to be planned anew: the node was away. */
    void endAgain() {
        ending = false;
        end();
    }

    private void remove() {
        String uid = pod.getMetadata().getUid();
        DeleteOptions now = new DeleteOptions(
                DeleteOptions.Propagation.BACKGROUND, Optional.of(uid), Optional.empty(), Optional.of(0));
        try {
            host.api()
                    .delete(
                            Kubelet.WHO,
                            Kind.POD,
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName(),
                            now);
        } catch (KubeException gone) {
            if (gone.reason() != KubeException.Reason.NOT_FOUND && gone.reason() != KubeException.Reason.CONFLICT) {
                throw gone;
            }
        }
    }

    private boolean mounts() {
        List<Volume> volumes = pod.getSpec().getVolumes();
        return volumes == null
                || volumes.stream().noneMatch(each -> host.images().isBroken(each.getName()));
    }

    private void pull(int i) {
        Container container = container(i);
        ImageBehaviour behaviour = behaviour(i);
        Optional<String> refusal = host.refusal(pod, container, behaviour);
        if (refusal.isPresent()) {
            refused(i, container.getImage(), refusal.get());
            return;
        }
        Duration pulled = host.pulled(Pods.node(pod), container, behaviour);
        int inits = pod.getSpec().getInitContainers() == null
                ? 0
                : pod.getSpec().getInitContainers().size();
        later(pulled.plus(INIT.multipliedBy(inits)).plus(host.jitter()), () -> start(i));
    }

    /** As the kubelet words it: the back-off repeats why the last pull failed. */
    private void refused(int i, String image, String why) {
        String what = "Failed to pull image \"" + image + "\": " + why;
        String backOff = "Back-off pulling image \"" + image + "\": ErrImagePull: " + what;
        later(PULL_FAILS, () -> waits(i, "ErrImagePull", what));
        later(PULL_FAILS.plusSeconds(15), () -> waits(i, "ImagePullBackOff", backOff));
    }

    private void waits(int i, String reason, String message) {
        set(i, new One(State.WAITING, reason, message, null, containers.get(i).restarts()));
        report();
    }

    private void start(int i) {
        ip = ip == null ? host.address() : ip;
        One before = containers.get(i);
        ImageBehaviour behaviour = behaviour(i);
        set(i, new One(State.RUNNING, null, null, host.now(), before.restarts()));
        boolean probed =
                container(i).getReadinessProbe() != null || container(i).getStartupProbe() != null;
        if (behaviour.becomesReady() && !probed) {
            set(i, new One(State.READY, null, null, host.now(), before.restarts()));
        }
        report();
        if ("Never".equals(pod.getSpec().getRestartPolicy())) {
            work(i, host.images().work(container(i).getImage(), pod));
            return;
        }
        Optional<Duration> crash = behaviour.crashAfter();
        Duration ready = PodTimes.untilReady(container(i), behaviour.startUp());
        if (behaviour.becomesReady()
                && probed
                && crash.map(c -> c.compareTo(ready) > 0).orElse(true)) {
            later(ready, () -> becomesReady(i));
        }
        crash.ifPresent(after -> later(after, () -> crash(i, after)));
    }

    private void work(int i, ContainerWork work) {
        int lines = work.log().size();
        for (int k = 0; k < lines; k++) {
            String line = work.log().get(k);
            Duration at = work.takes().multipliedBy(k + 1L).dividedBy(lines + 1L);
            later(at, () -> logs.get(i).write(host.time().now(), line));
        }
        later(work.takes(), () -> {
            int restarts = containers.get(i).restarts();
            set(i, new One(State.ENDED, work.reason(), work.message(), host.now(), restarts, work.exitCode()));
            report();
            logs.get(i).end();
        });
    }

    private void becomesReady(int i) {
        One before = containers.get(i);
        set(i, new One(State.READY, null, null, before.since(), before.restarts()));
        report();
    }

    private void crash(int i, Duration ran) {
        One before = containers.get(i);
        int crashes = before.restarts() + 1;
        Duration wait = ran.toSeconds() >= CRASHES_FORGOTTEN_SECONDS ? Duration.ZERO : PodTimes.backOff(crashes);
        String what = "back-off " + wait.toSeconds() + "s restarting failed container";
        set(i, new One(State.CRASHED, "CrashLoopBackOff", what, host.now(), before.restarts()));
        report();
        later(wait.plus(host.jitter()), () -> {
            One down = containers.get(i);
            set(i, new One(down.state(), down.reason(), down.message(), down.since(), crashes));
            start(i);
        });
    }

    /** Writes the status, if the pod is still there and it says something new. */
    private void report() {
        try {
            Pod live = host.api()
                    .get(
                            Kind.POD,
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName());
            if (!live.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
                return;
            }
            PodStatus status = PodStatuses.of(live, new PodStatuses.Facts(containers, ip, startedAt), host.now());
            pod = host.api().updateStatus(Kubelet.WHO, Kind.POD, Copies.with(live, status));
        } catch (KubeException gone) {
            if (gone.reason() != KubeException.Reason.NOT_FOUND) {
                throw gone;
            }
        }
    }

    private void set(int i, One one) {
        containers.set(i, one);
    }

    private Container container(int i) {
        return pod.getSpec().getContainers().get(i);
    }

    private ImageBehaviour behaviour(int i) {
        return host.images().of(container(i).getImage());
    }

    private void later(Duration delay, Runnable step) {
        int mine = plan;
        host.time().after(delay, () -> {
            if (mine == plan) {
                step.run();
            }
        });
    }
}
