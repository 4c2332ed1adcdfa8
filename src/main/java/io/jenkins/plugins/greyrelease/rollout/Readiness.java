package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.autoscale.Autoscalers;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What preflight found in one cluster. */
public sealed interface Readiness {

    /** The cluster's name. */
    String cluster();

    /**
     * The release may begin.
     *
     * @param stable the app's Deployment as it was read
     * @param template the new template as the API server admitted it
     * @param autoscaler what scales the app
     * @param limits the numbers agreed for this cluster
     * @param unproven what could not be found out and does not hold it up, each in a sentence
     */
    record Ready(
            String cluster,
            Deployment stable,
            PodTemplateSpec template,
            Autoscalers autoscaler,
            Limits limits,
            List<String> unproven)
            implements Readiness {
        public Ready {
            unproven = List.copyOf(unproven);
        }

        /** The same with the template that the API server admitted. */
        Ready with(PodTemplateSpec admitted) {
            return new Ready(cluster, stable, admitted, autoscaler, limits, unproven);
        }
    }

    /** The new version is what runs already; nothing to do here. */
    record Done(String cluster, Deployment stable) implements Readiness {}

    /** A release is under way here, its state is in {@code stable}'s labels. */
    record InProgress(String cluster, Deployment stable) implements Readiness {}

    /**
     * The release must not begin.
     *
     * @param problems every reason
     * @param stable the app's Deployment; empty if there is none
     */
    record Refused(String cluster, List<String> problems, Optional<Deployment> stable) implements Readiness {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** The cluster did not answer as it should. */
    record NoAnswer(String cluster, KubeException cause) implements Readiness {}

    /**
     * Numbers agreed for one cluster.
     *
     * @param desired pods wanted when it began
     * @param surge whether the canary is extra until the last batch
     * @param fenceposts pods above and below desired at most
     * @param minReady how long a pod must be ready to count
     * @param maxReplicas the autoscaler's upper bound, {@link Integer#MAX_VALUE} without one
     */
    record Limits(int desired, boolean surge, Fenceposts fenceposts, Duration minReady, int maxReplicas) {

        /** Takes from the Deployment and its autoscaler what the arguments leave open. */
        static Limits of(ReleaseSpec spec, Deployment stable, Autoscalers autoscaler) {
            int desired = stable.getSpec().getReplicas() == null
                    ? 1
                    : stable.getSpec().getReplicas();
            boolean scaled = autoscaler instanceof Autoscalers.Scaler;
            boolean surge = spec.capacity() == ReleaseSpec.Capacity.SURGE
                    || spec.capacity() == ReleaseSpec.Capacity.AUTO && scaled;
            Integer ownMinReady = stable.getSpec().getMinReadySeconds();
            Duration minReady = spec.minReady().orElse(Duration.ofSeconds(ownMinReady == null ? 0 : ownMinReady));
            int max = scaled ? ((Autoscalers.Scaler) autoscaler).max() : Integer.MAX_VALUE;
            return new Limits(
                    desired,
                    surge,
                    new Fenceposts(spec.maxSurge().orElseGet(() -> ownSurge(stable)), spec.maxUnavailable()),
                    minReady,
                    max);
        }

        /**
         * The numbers of a release that is under way, where {@code spec.replicas} is not what the app wants, and the
         * autoscaler of now may not be the one it began with.
         */
        Limits underWay(Deployment stable, int pods) {
            String capacity = View.label(stable, Labels.CAPACITY);
            boolean isSurge = capacity.isEmpty() ? surge : capacity.equals("surge");
            return new Limits(pods, isSurge, fenceposts, minReady, maxReplicas);
        }

        private static String ownSurge(Deployment stable) {
            var strategy = stable.getSpec().getStrategy();
            if (strategy == null
                    || strategy.getRollingUpdate() == null
                    || strategy.getRollingUpdate().getMaxSurge() == null) {
                return "25%";
            }
            var surge = strategy.getRollingUpdate().getMaxSurge();
            return surge.getStrVal() != null ? surge.getStrVal() : String.valueOf(surge.getIntVal());
        }
    }
}
