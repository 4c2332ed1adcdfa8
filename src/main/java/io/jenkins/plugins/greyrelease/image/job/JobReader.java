package io.jenkins.plugins.greyrelease.image.job;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.jenkins.plugins.greyrelease.image.job.JobState.Failed;
import io.jenkins.plugins.greyrelease.image.job.JobState.Hope;
import io.jenkins.plugins.greyrelease.image.job.JobState.Runs;
import io.jenkins.plugins.greyrelease.image.job.JobState.Succeeded;
import io.jenkins.plugins.greyrelease.image.job.JobState.Waits;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells from what a cluster shows how a build stands and, where it goes wrong, what is in the way and what to do about it.
 *
 * @param where as it was asked for
 */
record JobReader(BuildsSpec where) {
    /** A pull that fails for another reason may yet succeed. */
    private static final Set<String> HOPELESS = Set.of("InvalidImageName", "CreateContainerConfigError");

    private static final Set<String> PULLS = Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName");

    /**
     * How it stands.
     *
     * @param pods of the Job; usually one
     * @param events of the Job and its pods
     */
    JobState read(Job job, List<Pod> pods, List<Event> events) {
        Optional<Pod> newest = pods.stream()
                .max(Comparator.comparing(
                        pod -> String.valueOf(pod.getMetadata().getCreationTimestamp())));
        Optional<ContainerStateTerminated> ended = newest.flatMap(JobReader::terminated);
        String pod = newest.map(each -> each.getMetadata().getName()).orElse("");
        if (condition(job, "Complete").isPresent()) {
            return new Succeeded(
                    pod,
                    ended.map(ContainerStateTerminated::getMessage).orElse("").strip());
        }
        Optional<JobCondition> failed = condition(job, "Failed");
        if (failed.isPresent()) {
            boolean began = newest.flatMap(JobReader::status)
                    .filter(status ->
                            status.getState() != null && status.getState().getWaiting() == null)
                    .isPresent();
            return new Failed(began ? pod : "", failure(failed.get(), newest, ended, waits(newest, events)));
        }
        boolean runs = newest.flatMap(JobReader::status)
                .filter(status -> status.getState() != null && status.getState().getRunning() != null)
                .isPresent();
        // one that has just ended is told by its Job
        return runs || ended.isPresent() ? new Runs(pod) : waits(newest, events);
    }

    private String failure(
            JobCondition failed, Optional<Pod> pod, Optional<ContainerStateTerminated> ended, Waits waits) {
        if (ended.isPresent() && "OOMKilled".equals(ended.get().getReason())) {
            return "it used more than its memory of " + where.memory()
                    + " and was killed: give builds more 'memory', or" + " let the Dockerfile do with less";
        }
        if ("DeadlineExceeded".equals(failed.getReason())) {
            return "it took longer than " + Durations.shown(where.timeout()) + ", the 'timeout' of builds"
                    + (pod.isPresent() && started(pod.get()) || waits.why().isEmpty()
                            ? ""
                            : ", and did not even begin: " + waits.why());
        }
        if (ended.isPresent()) {
            int code = ended.get().getExitCode();
            return "the builder ended with exit code " + code
                    + (code == 137 ? " (killed: by its node, or for want of memory)" : "; its last lines say why");
        }
        if (pod.isPresent()
                && pod.get().getStatus() != null
                && pod.get().getStatus().getReason() != null) {
            return "its pod was ended by the cluster: " + pod.get().getStatus().getReason() + " "
                    + or(pod.get().getStatus().getMessage());
        }
        return "its pod is gone, such as when a node is drained or lost (" + failed.getReason() + ": "
                + or(failed.getMessage()) + "); run it again";
    }

    private static boolean started(Pod pod) {
        return status(pod)
                .filter(each -> each.getState() != null && each.getState().getWaiting() == null)
                .isPresent();
    }

    private Waits waits(Optional<Pod> pod, List<Event> events) {
        if (pod.isEmpty()) {
            return noPod(events);
        }
        Optional<ContainerStateWaiting> waiting = status(pod.get())
                .flatMap(status -> Optional.ofNullable(status.getState()))
                .flatMap(state -> Optional.ofNullable(state.getWaiting()));
        String reason = waiting.map(ContainerStateWaiting::getReason).orElse("");
        if (PULLS.contains(reason)) {
            return new Waits(
                    "the builder's image " + where.image() + " cannot be pulled ("
                            + or(waiting.get().getMessage())
                            + "): see 'image' and 'pullSecret' of builds",
                    hope(reason));
        }
        if (HOPELESS.contains(reason) || "CreateContainerError".equals(reason)) {
            return new Waits(reason + ": " + or(waiting.get().getMessage()), hope(reason));
        }
        return scheduling(pod.get())
                .map(message -> new Waits(
                        "no node takes it: " + message + " (it wants cpu " + where.cpu() + ", memory " + where.memory()
                                + " and a node of " + where.platform() + ")",
                        Hope.YES))
                .orElseGet(() -> new Waits(
                        last(events, "FailedMount")
                                .map(message -> "something cannot be mounted: " + message)
                                .orElse(""),
                        Hope.YES));
    }

    private static Hope hope(String reason) {
        return HOPELESS.contains(reason) ? Hope.NO : Hope.BRIEFLY;
    }

    private Waits noPod(List<Event> events) {
        Optional<String> refused = last(events, "FailedCreate");
        if (refused.isEmpty()) {
            return new Waits("", Hope.YES);
        }
        if (refused.get().contains("violates PodSecurity")) {
            return new Waits(
                    "the namespace does not let a builder without root run, which needs a pod without seccomp and AppArmor ("
                            + refused.get() + "): label namespace " + where.namespace()
                            + " pod-security.kubernetes.io/enforce=privileged, and let nothing but builds into it",
                    Hope.NO);
        }
        return new Waits(
                refused.get().contains("exceeded quota")
                        ? "the quota of namespace " + where.namespace() + " has no room (" + refused.get() + ")"
                        : "its pod is refused: " + refused.get(),
                Hope.YES);
    }

    private static Optional<String> last(List<Event> events, String reason) {
        return events.stream()
                .filter(each -> reason.equals(each.getReason()))
                .max(Comparator.comparing(each -> String.valueOf(each.getLastTimestamp())))
                .map(each -> or(each.getMessage()));
    }

    private static Optional<String> scheduling(Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(each -> "PodScheduled".equals(each.getType()) && "False".equals(each.getStatus()))
                .map(PodCondition::getMessage)
                .map(JobReader::or)
                .findFirst();
    }

    private static Optional<ContainerStatus> status(Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getContainerStatuses().stream().findFirst();
    }

    private static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return status(pod)
                .flatMap(each -> Optional.ofNullable(each.getState()))
                .flatMap(each -> Optional.ofNullable(each.getTerminated()));
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        if (job.getStatus() == null || job.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return job.getStatus().getConditions().stream()
                .filter(each -> type.equals(each.getType()) && "True".equals(each.getStatus()))
                .findFirst();
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }
}
