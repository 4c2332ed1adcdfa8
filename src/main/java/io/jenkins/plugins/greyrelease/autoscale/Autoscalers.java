package io.jenkins.plugins.greyrelease.autoscale;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.List;

/** What scales an app's Deployment. */
public sealed interface Autoscalers {

    /** Nothing does. */
    record None() implements Autoscalers {}

    /** A release cannot be sure of this one; every reason in words for a person. */
    record Conflict(List<String> reasons) implements Autoscalers {
        public Conflict {
            reasons = List.copyOf(reasons);
        }

        /** All reasons in one line. */
        public String reason() {
            return String.join("; ", reasons);
        }
    }

    /** Exactly one autoscaler, which can be frozen and thawed. */
    sealed interface Scaler extends Autoscalers {
        /** The kind to patch. */
        Kind<?> kind();

        /** The object to patch. */
        HasMetadata object();

        /** Fewest replicas it allows when nothing is frozen. */
        int min();

        /** Most replicas it allows: stable and canary together stay within this. */
        int max();

        /** Whether a release holds it. */
        FreezeState state();

        /** {@link AutoscalerFreeze#freeze(HorizontalPodAutoscaler, String)}. */
        FreezeMove freeze(String release);

        /** {@link AutoscalerFreeze#thaw(HorizontalPodAutoscaler)}. */
        FreezeMove thaw();

        /** Its name. */
        default String name() {
            return object().getMetadata().getName();
        }
    }

    /** One HPA. */
    record Hpa(HorizontalPodAutoscaler object) implements Scaler {
        @Override
        public Kind<?> kind() {
            return Kind.HPA;
        }

        @Override
        public int min() {
            return HpaFreeze.min(object);
        }

        @Override
        public int max() {
            return object.getSpec().getMaxReplicas();
        }

        @Override
        public FreezeState state() {
            return AutoscalerFreeze.state(object);
        }

        @Override
        public FreezeMove freeze(String release) {
            return AutoscalerFreeze.freeze(object, release);
        }

        @Override
        public FreezeMove thaw() {
            return AutoscalerFreeze.thaw(object);
        }
    }

    /** One ScaledObject of KEDA; the HPA that KEDA made for it is not counted. */
    record Keda(GenericKubernetesResource object) implements Scaler {
        @Override
        public Kind<?> kind() {
            return Kind.SCALED_OBJECT;
        }

        @Override
        public int min() {
            return KedaSpec.number(object, "minReplicaCount", 0);
        }

        @Override
        public int max() {
            return KedaSpec.number(object, "maxReplicaCount", 100);
        }

        @Override
        public FreezeState state() {
            return AutoscalerFreeze.state(object);
        }

        @Override
        public FreezeMove freeze(String release) {
            return AutoscalerFreeze.freeze(object, release);
        }

        @Override
        public FreezeMove thaw() {
            return AutoscalerFreeze.thaw(object);
        }
    }

    /**
     * Finds what scales {@code deployment} among the autoscalers of its namespace.
     *
     * @param hpas all HPAs of the namespace
     * @param scaledObjects all ScaledObjects of the namespace; empty where KEDA is not installed
     * @param vpas all VerticalPodAutoscalers of the namespace; empty where they are not installed
     */
    static Autoscalers of(
            List<HorizontalPodAutoscaler> hpas,
            List<GenericKubernetesResource> scaledObjects,
            List<GenericKubernetesResource> vpas,
            Deployment deployment) {
        return AutoscalerSearch.search(hpas, scaledObjects, vpas, deployment);
    }
}
