package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.manifest.Shape;

/** Fills in what the API server fills in. A complete object comes back as it is. */
final class Defaults {

    private static final IntOrString QUARTER = new IntOrString("25%");

    private Defaults() {}

    static <T extends HasMetadata> T of(T object) {
        Object spec = Shape.get(object, "spec");
        if (spec == null) {
            return object;
        }
        Object full = spec;
        if (object instanceof Deployment deployment) {
            full = deployment(deployment.getSpec());
        } else if (object instanceof ReplicaSet replicaSet) {
            full = replicaSet(replicaSet.getSpec());
        } else if (object instanceof StatefulSet || object instanceof DaemonSet) {
            full = templated(spec);
        } else if (object instanceof Pod pod) {
            full = PodDefaults.pod(pod.getSpec());
        } else if (object instanceof Service service) {
            full = service(service.getSpec());
        } else if (object instanceof HorizontalPodAutoscaler hpa) {
            full = HpaDefaults.of(hpa.getSpec());
        }
        return full == spec ? object : Shape.with(object, "spec", full);
    }

    private static DeploymentSpec deployment(DeploymentSpec given) {
        DeploymentSpec spec = templated(given);
        DeploymentStrategy strategy = strategy(spec.getStrategy());
        if (spec == given
                && strategy == spec.getStrategy()
                && spec.getReplicas() != null
                && spec.getRevisionHistoryLimit() != null
                && spec.getProgressDeadlineSeconds() != null) {
            return given;
        }
        DeploymentSpec full = Shape.with(spec, "strategy", strategy);
        full.setReplicas(or(full.getReplicas(), 1));
        full.setRevisionHistoryLimit(or(full.getRevisionHistoryLimit(), 10));
        full.setProgressDeadlineSeconds(or(full.getProgressDeadlineSeconds(), 600));
        return full;
    }

    private static DeploymentStrategy strategy(DeploymentStrategy given) {
        String type = given == null || given.getType() == null ? "RollingUpdate" : given.getType();
        RollingUpdateDeployment rolling = given == null ? null : given.getRollingUpdate();
        if (!type.equals("RollingUpdate")) {
            return given;
        }
        if (given != null
                && given.getType() != null
                && rolling != null
                && rolling.getMaxSurge() != null
                && rolling.getMaxUnavailable() != null) {
            return given;
        }
        return new DeploymentStrategy(
                new RollingUpdateDeployment(
                        rolling == null ? QUARTER : or(rolling.getMaxSurge(), QUARTER),
                        rolling == null ? QUARTER : or(rolling.getMaxUnavailable(), QUARTER)),
                type);
    }

    private static ReplicaSetSpec replicaSet(ReplicaSetSpec given) {
        ReplicaSetSpec spec = templated(given);
        return spec.getReplicas() == null ? Shape.with(spec, "replicas", 1) : spec;
    }

    /** Fills the pod template of a workload's spec. */
    private static <S> S templated(S spec) {
        PodTemplateSpec template = (PodTemplateSpec) Shape.get(spec, "template");
        if (template == null || template.getSpec() == null) {
            return spec;
        }
        var full = PodDefaults.template(template.getSpec());
        return full == template.getSpec() ? spec : Shape.with(spec, "template", Shape.with(template, "spec", full));
    }

    private static ServiceSpec service(ServiceSpec given) {
        ServiceSpec spec = new ServiceSpecBuilder(given).build();
        spec.setType(or(spec.getType(), "ClusterIP"));
        spec.setSessionAffinity(or(spec.getSessionAffinity(), "None"));
        if (!spec.getType().equals("ExternalName")) {
            spec.setInternalTrafficPolicy(or(spec.getInternalTrafficPolicy(), "Cluster"));
        }
        for (ServicePort port : spec.getPorts()) {
            port.setProtocol(or(port.getProtocol(), "TCP"));
            port.setTargetPort(or(port.getTargetPort(), new IntOrString(port.getPort())));
        }
        return spec;
    }

    static <V> V or(V value, V otherwise) {
        return value == null ? otherwise : value;
    }
}
