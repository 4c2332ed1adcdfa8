package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The control plane of a simulated cluster beside its API server: the controller-manager (Deployments, ReplicaSets, Jobs,
 * endpoints, node life, budgets, autoscalers), the scheduler and the kubelets. Everything happens in events; a cluster
 * at rest has none but the autoscaler's look every 15 seconds.
 *
 * <p>The controller-manager can be stopped, continued and restarted like a process; scheduler and kubelets go on
 * meanwhile. Made anew over a server that already has objects, it takes them up.
 *
 * <p>Threads: that of the simulation only.
 */
public final class ControllerManager {
    private static final Duration THINKS = Duration.ofMillis(1);
    private static final Duration ENDPOINTS_THINK = Duration.ofMillis(20);
    private static final Duration BETWEEN_MISSED_EVENTS = Duration.ofMillis(1);

    private final Scheduler time;
    private final List<View<?>> views = new ArrayList<>();
    private final List<Controller> controllers = new ArrayList<>();
    private final Kubelet kubelet;
    private final LoadModel load = new LoadModel();
    private final MetricsServer metrics;
    private boolean stopped;

    /**
     * Starts everything.
     *
     * @param random decides ties of the scheduler and how much pods differ in their start; drawn from three times
     * @param images how images behave; may be changed later on
     */
    public ControllerManager(Api api, Scheduler time, RandomGenerator random, ImageBehaviours images) {
        this.time = time;
        ControllerContext context = new ControllerContext(
                api,
                time,
                view(new View<>(api.informer(Kind.DEPLOYMENT))),
                view(new View<>(api.informer(Kind.REPLICA_SET))),
                view(new View<>(api.informer(Kind.POD))));
        View<Service> services = view(new View<>(api.informer(Kind.SERVICE)));
        controllers.add(new DeploymentController(context, () -> THINKS));
        controllers.add(new ReplicaSetController(context, () -> THINKS));
        controllers.add(new EndpointsController(context, services, () -> ENDPOINTS_THINK));
        controllers.add(new DisruptionController(context, view(new View<>(api.informer(Kind.PDB))), () -> THINKS));
        View<HorizontalPodAutoscaler> hpas = view(new View<>(api.informer(Kind.HPA)));
        metrics = new MetricsServer(context, load);
        controllers.add(new HpaController(context, hpas, load));
        controllers.add(
                new KedaController(context, view(new View<>(api.informer(Kind.SCALED_OBJECT))), hpas, () -> THINKS));
        controllers.add(new JobController(context, view(new View<>(api.informer(Kind.JOB))), () -> THINKS));
        new PodScheduler(api, time, new SplittableRandom(random.nextLong()));
        kubelet = new Kubelet(api, time, new SplittableRandom(random.nextLong()), images);
        controllers.add(new NodeLifecycle(context, kubelet, () -> THINKS));
        views.forEach(View::relist);
    }

    /** The kubelets, to take nodes down. */
    public Kubelet kubelet() {
        return kubelet;
    }

    /** The load on the apps, from which the autoscalers' metrics come; none at the beginning. */
    public LoadModel load() {
        return load;
    }

    /** What the metrics API answers: the shares that running pods have of {@link #load}. */
    public List<GenericKubernetesResource> podMetrics(String namespace) {
        return metrics.list(namespace);
    }

    /**
     * How long the controllers of Deployments and ReplicaSets take from a change they have seen to their sync, asked anew
     * for each; 1 ms at the beginning.
     */
    public void thinkTime(Supplier<Duration> delay) {
        controllers.stream()
                .filter(each -> each instanceof DeploymentController || each instanceof ReplicaSetController)
                .forEach(each -> each.queue().delay(delay));
    }

    /** Stops the process as SIGSTOP does: it sees nothing and does nothing, and forgets nothing. */
    public void stop() {
        stopped = true;
        views.forEach(View::stall);
        controllers.forEach(each -> each.queue().stop());
    }

    /** Continues the process: it first acts on what it knew when it was stopped, then sees what it missed. */
    public void go() {
        if (!stopped) {
            return;
        }
        stopped = false;
        controllers.forEach(each -> each.queue().go());
        views.forEach(this::catchUp);
    }

    /** Kills the process and starts it again: its queues, timers and expectations are lost, its caches are read anew. */
    public void restart() {
        stopped = false;
        controllers.forEach(Controller::forget);
        controllers.forEach(each -> each.queue().go());
        views.forEach(View::relist);
    }

    private void catchUp(View<?> view) {
        time.after(BETWEEN_MISSED_EVENTS, () -> {
            if (!stopped && view.catchUpOne()) {
                catchUp(view);
            }
        });
    }

    private <V extends View<?>> V view(V view) {
        views.add(view);
        return view;
    }
}
