package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The defaults of pods and pod templates. */
final class PodDefaults {

    /** The walk looks first and copies the tree only if something is missing: most specs come back complete. */
    private final boolean looking;

    private boolean missing;

    private PodDefaults(boolean looking) {
        this.looking = looking;
    }

    /** The spec of a template with its defaults; the same object if it is complete. */
    static PodSpec template(PodSpec given) {
        PodDefaults look = new PodDefaults(true);
        look.spec(given);
        if (!look.missing) {
            return given;
        }
        PodSpec copy = new PodSpecBuilder(given).build();
        new PodDefaults(false).spec(copy);
        return copy;
    }

    /** The spec of a pod: a template's defaults, and what only pods get. */
    static PodSpec pod(PodSpec given) {
        PodSpec spec = Shape.copy(template(given));
        spec.setEnableServiceLinks(Defaults.or(spec.getEnableServiceLinks(), true));
        spec.setServiceAccountName(Defaults.or(spec.getServiceAccountName(), "default"));
        spec.setServiceAccount(spec.getServiceAccountName());
        spec.setPriority(Defaults.or(spec.getPriority(), 0));
        spec.setPreemptionPolicy(Defaults.or(spec.getPreemptionPolicy(), "PreemptLowerPriority"));
        spec.setContainers(requested(spec.getContainers()));
        spec.setInitContainers(requested(spec.getInitContainers()));
        spec.setTolerations(tolerant(spec.getTolerations()));
        return spec.equals(given) ? given : spec;
    }

    private void spec(PodSpec spec) {
        fill(spec.getDnsPolicy(), "ClusterFirst", spec::setDnsPolicy);
        fill(spec.getRestartPolicy(), "Always", spec::setRestartPolicy);
        fill(spec.getSchedulerName(), "default-scheduler", spec::setSchedulerName);
        fill(spec.getTerminationGracePeriodSeconds(), 30L, spec::setTerminationGracePeriodSeconds);
        if (spec.getSecurityContext() == null) {
            fill(null, new PodSecurityContext(), spec::setSecurityContext);
        }
        spec.getContainers().forEach(this::container);
        spec.getInitContainers().forEach(this::container);
        spec.getVolumes().forEach(this::volume);
    }

    private void container(Container container) {
        if (container.getImagePullPolicy() == null) {
            fill(null, pullPolicy(container.getImage()), container::setImagePullPolicy);
        }
        fill(container.getTerminationMessagePath(), "/dev/termination-log", container::setTerminationMessagePath);
        fill(container.getTerminationMessagePolicy(), "File", container::setTerminationMessagePolicy);
        for (ContainerPort port : container.getPorts()) {
            fill(port.getProtocol(), "TCP", port::setProtocol);
        }
        probe(container.getReadinessProbe());
        probe(container.getLivenessProbe());
        probe(container.getStartupProbe());
    }

    private void probe(Probe probe) {
        if (probe == null) {
            return;
        }
        fill(probe.getTimeoutSeconds(), 1, probe::setTimeoutSeconds);
        fill(probe.getPeriodSeconds(), 10, probe::setPeriodSeconds);
        fill(probe.getSuccessThreshold(), 1, probe::setSuccessThreshold);
        fill(probe.getFailureThreshold(), 3, probe::setFailureThreshold);
        HTTPGetAction http = probe.getHttpGet();
        if (http != null) {
            fill(http.getPath(), "/", http::setPath);
            fill(http.getScheme(), "HTTP", http::setScheme);
        }
    }

    private void volume(Volume volume) {
        if (volume.getConfigMap() != null) {
            fill(volume.getConfigMap().getDefaultMode(), 420, volume.getConfigMap()::setDefaultMode);
        }
        if (volume.getSecret() != null) {
            fill(volume.getSecret().getDefaultMode(), 420, volume.getSecret()::setDefaultMode);
        }
    }

    private <V> void fill(V value, V otherwise, Consumer<V> setter) {
        if (value == null) {
            missing = true;
            if (!looking) {
                setter.accept(otherwise);
            }
        }
    }

    /** {@code Always} for the tag {@code latest}, written or meant; else {@code IfNotPresent}. */
    private static String pullPolicy(String image) {
        String last = image == null ? "" : image.substring(image.lastIndexOf('/') + 1);
        boolean latest = !last.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
        return latest ? "Always" : "IfNotPresent";
    }

    /** A limit without a request is the request; in pods, not in templates. */
    private static List<Container> requested(List<Container> containers) {
        List<Container> result = new ArrayList<>(containers.size());
        for (Container container : containers) {
            ResourceRequirements resources = container.getResources();
            if (resources == null || resources.getLimits() == null) {
                result.add(container);
                continue;
            }
            Map<String, Quantity> requests = new LinkedHashMap<>();
            if (resources.getRequests() != null) {
                requests.putAll(resources.getRequests());
            }
            resources.getLimits().forEach(requests::putIfAbsent);
            result.add(Shape.with(container, "resources", Shape.with(resources, "requests", requests)));
        }
        return result;
    }

    private static List<Toleration> tolerant(List<Toleration> given) {
        List<Toleration> result = new ArrayList<>(given);
        for (String taint : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            if (given.stream().noneMatch(t -> t.getKey() == null || Objects.equals(t.getKey(), taint))) {
                result.add(new TolerationBuilder()
                        .withKey(taint)
                        .withOperator("Exists")
                        .withEffect("NoExecute")
                        .withTolerationSeconds(300L)
                        .build());
            }
        }
        return result;
    }
}
