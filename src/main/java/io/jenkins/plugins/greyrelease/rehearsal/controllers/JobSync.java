package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One look at a Job. Reads live: what a stale cache would do to a Job of one pod is nothing that builds have to survive. */
final class JobSync {
    private final ControllerContext context;
    private final WorkQueue queue;
    private final String namespace;
    private final String name;
    private Job job;

    JobSync(ControllerContext context, WorkQueue queue, Job seen) {
        this.context = context;
        this.queue = queue;
        this.namespace = seen.getMetadata().getNamespace();
        this.name = seen.getMetadata().getName();
    }

    void run() {
        try {
            job = context.api().get(Kind.JOB, namespace, name);
        } catch (KubeException gone) {
            if (gone.reason() != KubeException.Reason.NOT_FOUND) {
                throw gone;
            }
            return;
        }
        if (job.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        if (isFinished()) {
            afterwards();
        } else if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            if (!has("Suspended")) {
                write(status("Suspended", "JobSuspended", "Job suspended").build());
            }
        } else if (status().getStartTime() == null) {
            write(new JobStatusBuilder()
                    .withStartTime(context.now())
                    .withActive(0)
                    .build());
        } else {
            drive();
        }
    }

    private void drive() {
        List<Pod> pods = context.api().list(Kind.POD, namespace, null).stream()
                .filter(each -> Owners.isControlledBy(each, job))
                .toList();
        long failed =
                pods.stream().filter(each -> "Failed".equals(Pods.phase(each))).count();
        if (pods.stream().anyMatch(each -> "Succeeded".equals(Pods.phase(each)))) {
            write(status("Complete", "CompletionsReached", "Reached expected number of succeeded pods")
                    .withSucceeded(1)
                    .withCompletionTime(context.now())
                    .build());
        } else if (tooLate()) {
            pods.stream().filter(Pods::isActive).forEach(this::delete);
            write(status("Failed", "DeadlineExceeded", "Job was active longer than specified deadline")
                    .withFailed((int) Math.max(failed, pods.size()))
                    .build());
        } else if (failed > or(job.getSpec().getBackoffLimit(), 6)) {
            write(status("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit")
                    .withFailed((int) failed)
                    .build());
        } else if (pods.stream().noneMatch(Pods::isActive)) {
            create();
        }
    }

    private boolean tooLate() {
        Long deadline = job.getSpec().getActiveDeadlineSeconds();
        if (deadline == null) {
            return false;
        }
        Instant end = Instant.parse(status().getStartTime()).plusSeconds(deadline);
        Duration left = Duration.between(context.time().now(), end);
        if (left.isNegative() || left.isZero()) {
            return true;
        }
        queue.addAfter(View.key(job), left);
        return false;
    }

    private void create() {
        Map<String, String> labels = new TreeMap<>();
        Map<String, String> given = job.getSpec().getTemplate().getMetadata() == null
                ? null
                : job.getSpec().getTemplate().getMetadata().getLabels();
        labels.putAll(given == null ? Map.of() : given);
        labels.put("job-name", name);
        labels.put("batch.kubernetes.io/job-name", name);
        labels.put("controller-uid", job.getMetadata().getUid());
        labels.put("batch.kubernetes.io/controller-uid", job.getMetadata().getUid());
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withGenerateName(name + "-")
                .withLabels(labels)
                .withOwnerReferences(Owners.reference(Kind.JOB, job))
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
        try {
            context.api().create(JobController.WHO, Kind.POD, pod);
        } catch (KubeException refused) {
            tell("FailedCreate", "Error creating: " + refused.answer());
            throw refused;
        }
        JobStatus now = status().edit().withActive(1).build();
        write(now);
    }

    /** One event of each reason, counted. */
    private void tell(String reason, String message) {
        String named = name + "." + reason.toLowerCase(java.util.Locale.ROOT);
        List<Event> before = context.api().list(Kind.EVENT, namespace, null).stream()
                .filter(each -> each.getMetadata().getName().equals(named))
                .toList();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(named)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(Kind.JOB.apiVersion())
                .withKind(Kind.JOB.kind())
                .withNamespace(namespace)
                .withName(name)
                .withUid(job.getMetadata().getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp(context.now())
                .withCount(before.isEmpty() ? 1 : before.get(0).getCount() + 1)
                .build();
        if (before.isEmpty()) {
            context.api().create(JobController.WHO, Kind.EVENT, event);
        } else {
            context.api().update(JobController.WHO, Kind.EVENT, event);
        }
    }

    private void delete(Pod pod) {
        context.api()
                .delete(
                        JobController.WHO,
                        Kind.POD,
                        namespace,
                        pod.getMetadata().getName(),
                        DeleteOptions.BACKGROUND);
    }

    /** It goes by itself when it has been over for so long. */
    private void afterwards() {
        Integer after = job.getSpec().getTtlSecondsAfterFinished();
        if (after == null) {
            return;
        }
        Instant over = Instant.parse(status().getConditions()
                .get(status().getConditions().size() - 1)
                .getLastTransitionTime());
        Duration left = Duration.between(context.time().now(), over.plusSeconds(after));
        if (left.isNegative() || left.isZero()) {
            context.api().delete(JobController.WHO, Kind.JOB, namespace, name, DeleteOptions.BACKGROUND);
        } else {
            queue.addAfter(View.key(job), left);
        }
    }

    private JobStatusBuilder status(String condition, String reason, String message) {
        return new JobStatusBuilder(status())
                .withActive(0)
                .addToConditions(new JobConditionBuilder()
                        .withType(condition)
                        .withStatus("True")
                        .withReason(reason)
                        .withMessage(message)
                        .withLastTransitionTime(context.now())
                        .build());
    }

    private void write(JobStatus status) {
        context.api()
                .updateStatus(
                        JobController.WHO,
                        Kind.JOB,
                        new Job(job.getApiVersion(), job.getKind(), job.getMetadata(), job.getSpec(), status));
    }

    private boolean isFinished() {
        return has("Complete") || has("Failed");
    }

    private boolean has(String condition) {
        return status().getConditions() != null
                && status().getConditions().stream()
                        .anyMatch(each -> condition.equals(each.getType()) && "True".equals(each.getStatus()));
    }

    private JobStatus status() {
        return job.getStatus() == null ? new JobStatus() : job.getStatus();
    }

    private static int or(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
