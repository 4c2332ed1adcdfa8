package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** One cluster with {@code cart}, six pods, autoscaled, each at 90 of the 100 it should have. */
final class AutoscaledRig {
    static final String CLUSTER = "gd9-a";

    final Rig rig;
    final ApiServer server;
    /** The autoscaler as it was before the release. */
    final HasMetadata before;

    private final Kind<? extends HasMetadata> kind;

    private AutoscaledRig(Rig rig, Kind<? extends HasMetadata> kind) {
        this.rig = rig;
        this.kind = kind;
        this.server = rig.servers.get(CLUSTER);
        this.before = scaler();
    }

    /** With an HPA. */
    static AutoscaledRig of(HorizontalPodAutoscaler hpa) {
        return of(Kind.HPA, hpa, LoadModel.Load.cpu(LoadTrace.constant(540)));
    }

    /** With any autoscaler and the load that it goes by. */
    static <T extends HasMetadata> AutoscaledRig of(Kind<T> kind, T scaler, LoadModel.Load load) {
        Rig rig = new Rig(7, CLUSTER).app("cart", 6);
        rig.servers.get(CLUSTER).create(Rig.OWNER, kind, scaler);
        rig.clusters.get(CLUSTER).controllers().load().put(Rig.NS, "cart", load);
        return new AutoscaledRig(rig.settled(), kind);
    }

    HasMetadata scaler() {
        return server.get(kind, Rig.NS, "cart");
    }

    HorizontalPodAutoscaler hpa() {
        return server.get(Kind.HPA, Rig.NS, "cart");
    }

    /** What the owner does to the HPA. */
    void edit(UnaryOperator<HorizontalPodAutoscaler> change) {
        server.update(Rig.OWNER, Kind.HPA, change.apply(hpa()));
    }

    Deployment stable() {
        return server.get(Kind.DEPLOYMENT, Rig.NS, "cart");
    }

    int wanted() {
        return View.spec(stable());
    }

    /** Pods that stable and canary are to have together. */
    int asked() {
        return server.list(Kind.DEPLOYMENT, Rig.NS, null).stream()
                .mapToInt(View::spec)
                .sum();
    }

    /** Pods that are ready. */
    long ready() {
        return server.list(Kind.POD, Rig.NS, null).stream()
                .filter(Pods::active)
                .filter(Pods::ready)
                .count();
    }

    /** The load, from now on, times this. */
    void load(double factor) {
        rig.clusters.get(CLUSTER).controllers().load().times(factor, rig.time.elapsed());
    }

    void wait(Duration time) {
        rig.time.advance(time);
    }

    /** Spec, annotations and labels as before the release. */
    void assertScalerAsBefore() {
        HasMetadata now = scaler();
        assertThat(spec(now)).as(rig::tail).isEqualTo(spec(before));
        assertThat(now.getMetadata().getAnnotations())
                .isEqualTo(before.getMetadata().getAnnotations());
        assertThat(now.getMetadata().getLabels()).isEqualTo(before.getMetadata().getLabels());
        assertThat(now.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    }

    private static Object spec(HasMetadata scaler) {
        return scaler instanceof HorizontalPodAutoscaler hpa
                ? hpa.getSpec()
                : ((io.fabric8.kubernetes.api.model.GenericKubernetesResource) scaler).get("spec");
    }

    /** All of it has ended on this image, the autoscaler works as before. */
    void assertEnded(String image) {
        assertScalerAsBefore();
        int pods = wanted();
        wait(Duration.ofMinutes(1));
        rig.assertClean(CLUSTER, "cart", image, pods);
    }
}
