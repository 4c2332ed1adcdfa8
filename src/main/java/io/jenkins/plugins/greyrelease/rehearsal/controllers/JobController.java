package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Runs Jobs of one pod, as far as builds need them: start, suspension, deadline, back-off limit, removal after a while.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/job/job_controller.go}, {@code pkg/controller/ttlafterfinished}. Not
 * simulated: parallelism, completions, pod failure policies, tracking with finalizers.
 */
final class JobController implements Controller {
    static final String WHO = "job-controller";

    private final ControllerContext context;
    private final View<Job> jobs;
    private final WorkQueue queue;

    JobController(ControllerContext context, View<Job> jobs, Supplier<Duration> delay) {
        this.context = context;
        this.jobs = jobs;
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        jobs.onChange((before, after) -> queue.add(View.key(after == null ? before : after)));
        context.pods().onChange(this::podChanged);
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public void forget() {
        queue.clear();
    }

    private void podChanged(Pod before, Pod after) {
        Pod pod = after == null ? before : after;
        OwnerReference owner = Owners.controllerOf(pod);
        if (owner != null && "Job".equals(owner.getKind())) {
            queue.add(View.key(pod.getMetadata().getNamespace(), owner.getName()));
        }
    }

    private void sync(String key) {
        jobs.get(key).ifPresent(job -> new JobSync(context, queue, job).run());
    }
}
