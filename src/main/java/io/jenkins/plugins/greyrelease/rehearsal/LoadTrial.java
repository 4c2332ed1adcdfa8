package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.jenkins.plugins.greyrelease.autoscale.HpaPolicy;
import io.jenkins.plugins.greyrelease.autoscale.MetricText;
import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaleConfig;
import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaleService;
import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaledApp;
import io.jenkins.plugins.greyrelease.autoscale.live.Gauge;
import io.jenkins.plugins.greyrelease.autoscale.live.Queries;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One app on a simulated cluster under a load, scaled by one of several autoscalers: what {@code grey bench hpa} compares.
 * Each pod requests 100 millicores and is to use 60 % of them.
 *
 * <p>Threads: that of the caller; a trial takes its own virtual time.
 */
public final class LoadTrial {
    /** What one pod is to use, in millicores. */
    public static final double TARGET = 60;
    /** How often it is looked. */
    public static final Duration EVERY = Duration.ofSeconds(15);

    /** More of its target than this, and a pod has too much to do: both autoscalers' tolerances are within it. */
    private static final double TOO_MUCH = 1.1;

    private static final String NAMESPACE = "shop";
    private static final String APP = "cart";
    private static final Duration WARM_UP = Duration.ofMinutes(10);

    /** Who scales. */
    public enum Scaler {
        /** An HPA without behavior: what Kubernetes does by itself. */
        STOCK,
        /** The HPA that {@code hpaPolicy} writes, on a cluster that knows tolerances. */
        POLICY,
        /** {@code grey autoscale}. */
        GREY
    }

    /**
     * One look.
     *
     * @param at since the load began
     * @param load in millicores, of all pods together
     * @param replicas wanted
     * @param serving pods that are available
     */
    public record Look(Duration at, double load, int replicas, int serving) {

        /** The fewest pods that would be at their target. Example: 610 millicores need 11 pods of 60. */
        public int needed() {
            return (int) Math.ceil(load / TARGET - 1e-9);
        }

        /** Whether pods have more than a tenth over their target to do. */
        public boolean tooFew() {
            return load > TOO_MUCH * TARGET * serving;
        }
    }

    /** What was seen, in order. */
    public record Result(Scaler scaler, List<Look> looks) {
        public Result {
            looks = List.copyOf(looks);
        }

        /** Minutes with too few pods. */
        public double minutesTooFew() {
            return minutes(looks.stream().filter(Look::tooFew).count());
        }

        /** Pods paid for, times minutes. */
        public double podMinutes() {
            return minutes(looks.stream().mapToLong(Look::replicas).sum());
        }

        /** How often the number wanted was another than the look before. */
        public int changes() {
            int changes = 0;
            for (int i = 1; i < looks.size(); i++) {
                changes += looks.get(i).replicas() == looks.get(i - 1).replicas() ? 0 : 1;
            }
            return changes;
        }

        private static double minutes(long looks) {
            return looks * EVERY.toSeconds() / 60.0;
        }
    }

    private final VirtualTime time = new VirtualTime();
    private final SimulatedFleet fleet;
    private final ScalingRules rules;

    private LoadTrial(ScalingRules rules, long seed) {
        this.rules = rules;
        this.fleet = new SimulatedFleet(List.of(ClusterSpec.simulated("bench")), time, new SplittableRandom(seed));
    }

    /** Lets the whole load pass, after ten minutes with as much as it begins with. */
    public static Result run(Scaler scaler, ScalingRules rules, LoadTrace load, long seed) {
        return new LoadTrial(rules, seed).run(scaler, load, seed);
    }

    private Result run(Scaler scaler, LoadTrace load, long seed) {
        SimulatedCluster cluster = fleet.clusters().get(0);
        int begin = rules.clamp((int) Math.ceil(load.at(Duration.ZERO) / TARGET));
        cluster.server().create(SimulatedCluster.OWNER, Kind.DEPLOYMENT, deployment(begin));
        LoadTrace moved = load.after(WARM_UP);
        cluster.controllers().load().put(NAMESPACE, APP, LoadModel.Load.cpu(moved));
        Optional<AutoscaleService> service = begin(scaler, cluster, seed);
        time.advance(WARM_UP.minus(time.elapsed()));
        List<Look> looks = new ArrayList<>();
        for (Duration at = Duration.ZERO; at.compareTo(load.length()) <= 0; at = at.plus(EVERY)) {
            looks.add(look(cluster, at, load.at(at)));
            time.advance(EVERY);
        }
        service.ifPresent(AutoscaleService::stop);
        return new Result(scaler, looks);
    }

    private static Look look(SimulatedCluster cluster, Duration at, double load) {
        Deployment app = cluster.server().get(Kind.DEPLOYMENT, NAMESPACE, APP);
        int serving = app.getStatus() == null
                ? 0
                : Objects.requireNonNullElse(app.getStatus().getAvailableReplicas(), 0);
        return new Look(at, load, app.getSpec().getReplicas(), serving);
    }

    private Optional<AutoscaleService> begin(Scaler scaler, SimulatedCluster cluster, long seed) {
        if (scaler == Scaler.GREY) {
            Gauge cpu = new Gauge.Resource("cpu", new BigDecimal("0.6"), true);
            AutoscaledApp app = new AutoscaledApp(NAMESPACE, APP, List.of(), rules, List.of(cpu));
            AutoscaleService service = new AutoscaleService(
                    new AutoscaleConfig(EVERY, List.of(app)),
                    fleet.fleet(),
                    time,
                    new SeededIds(new SplittableRandom(seed)),
                    Queries.unanswered("a trial asks no Prometheus"),
                    line -> {});
            service.start();
            return Optional.of(service);
        }
        HorizontalPodAutoscaler hpa = new HpaPolicy(APP, NAMESPACE, rules, List.of(MetricText.resource("cpu", "60%")))
                .wanted(Optional.empty());
        HorizontalPodAutoscaler plain = new HorizontalPodAutoscalerBuilder(hpa)
                .editSpec()
                .withBehavior(null)
                .endSpec()
                .build();
        cluster.server().create(SimulatedCluster.OWNER, Kind.HPA, scaler == Scaler.POLICY ? hpa : plain);
        return Optional.empty();
    }

    private static Deployment deployment(int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(APP)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", APP)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app", APP))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(APP)
                .withImage("cart:1")
                .withNewResources()
                .addToRequests("cpu", new Quantity("100m"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
