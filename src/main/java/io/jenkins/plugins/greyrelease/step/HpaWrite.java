package io.jenkins.plugins.greyrelease.step;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.autoscale.HpaPolicy;
import io.jenkins.plugins.greyrelease.autoscale.HpaSurroundings;
import io.jenkins.plugins.greyrelease.autoscale.SpecDiff;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The one write that an autoscaler needs, as the cluster itself says what would come of it.
 *
 * @param present the HPA there is
 * @param wanted what is to be written
 * @param changes what would change, a line for each field; none: nothing is to be written
 * @param remarks what a person should know
 */
record HpaWrite(
        Optional<HorizontalPodAutoscaler> present,
        HorizontalPodAutoscaler wanted,
        List<String> changes,
        List<String> remarks) {

    HpaWrite {
        changes = List.copyOf(changes);
        remarks = List.copyOf(remarks);
    }

    /** Asks the server with a dry run: it fills in defaults, and leaves out what its version does not know. */
    static CompletableFuture<HpaWrite> of(Cluster cluster, HpaPolicy policy, HpaSurroundings seen) {
        Optional<HorizontalPodAutoscaler> present = seen.present();
        HorizontalPodAutoscaler wanted = policy.wanted(present);
        return write(cluster, present.isPresent(), wanted, WriteOptions.DRY_RUN).thenApply(admitted -> {
            List<String> remarks = new ArrayList<>(seen.remarks(policy));
            if (!tolerates(admitted)) {
                remarks.add("this cluster leaves the tolerance out (the API has it since 1.33, behind the gate"
                        + " HPAConfigurableTolerance): its own tolerance holds, 10% if nobody changed it");
            }
            return new HpaWrite(present, wanted, SpecDiff.lines(present.orElse(null), admitted), remarks);
        });
    }

    /** Does it; the version that was seen guards it. */
    CompletableFuture<HorizontalPodAutoscaler> write(Cluster cluster) {
        return write(cluster, present.isPresent(), wanted, WriteOptions.FOR_REAL);
    }

    /** {@code created}, {@code updated} or {@code unchanged}. */
    String action() {
        return present.isEmpty() ? "created" : changes.isEmpty() ? "unchanged" : "updated";
    }

    private static CompletableFuture<HorizontalPodAutoscaler> write(
            Cluster cluster, boolean present, HorizontalPodAutoscaler wanted, WriteOptions options) {
        return present ? cluster.update(Kind.HPA, wanted, options) : cluster.create(Kind.HPA, wanted, options);
    }

    private static boolean tolerates(HorizontalPodAutoscaler admitted) {
        HPAScalingRules up = admitted.getSpec().getBehavior() == null
                ? null
                : admitted.getSpec().getBehavior().getScaleUp();
        return up != null && up.getTolerance() != null;
    }
}
