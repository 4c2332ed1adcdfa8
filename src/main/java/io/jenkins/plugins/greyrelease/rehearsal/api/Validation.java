package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import java.util.List;
import java.util.Objects;

/** Says no to objects that the real server would not store; all that is wrong with one is said at once. */
final class Validation {

    private Validation() {}

    /** Checks a new object. */
    static void created(Request request, HasMetadata object) {
        Problems problems = new Problems();
        Names.check(problems, object);
        metadata(problems, object);
        spec(problems, object);
        problems.refuse(request);
    }

    /** Checks a changed object. */
    static void updated(Request request, HasMetadata before, HasMetadata after, boolean versioned) {
        Problems problems = new Problems();
        if (!versioned && needsVersion(after) && request.verb().equals("update")) {
            problems.add("metadata.resourceVersion", "Invalid value: 0: must be specified for an update");
        }
        if (!before.getMetadata().getLabels().equals(after.getMetadata().getLabels())) {
            Names.labels(problems, "metadata.labels", after.getMetadata().getLabels());
        }
        metadata(problems, after);
        finalizers(problems, before, after);
        if (!Objects.equals(Shape.get(before, "spec"), Shape.get(after, "spec"))) {
            Immutable.check(problems, before, after);
            spec(problems, after);
        }
        problems.refuse(request);
    }

    private static boolean needsVersion(HasMetadata object) {
        return object instanceof PodDisruptionBudget
                || object instanceof io.fabric8.kubernetes.api.model.GenericKubernetesResource;
    }

    private static void metadata(Problems problems, HasMetadata object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        if (owners.isEmpty()) {
            return;
        }
        for (OwnerReference owner : owners) {
            if (owner.getUid() == null || owner.getUid().isEmpty()) {
                problems.add("metadata.ownerReferences.uid", "Required value: must not be empty");
            }
        }
        long controllers = owners.stream()
                .filter(o -> Boolean.TRUE.equals(o.getController()))
                .count();
        if (controllers > 1) {
            problems.add(
                    "metadata.ownerReferences",
                    "Invalid value: Only one reference can have Controller set to true. Found " + controllers);
        }
    }

    private static void finalizers(Problems problems, HasMetadata before, HasMetadata after) {
        if (after.getMetadata().getDeletionTimestamp() == null) {
            return;
        }
        List<String> had = before.getMetadata().getFinalizers();
        List<String> added = after.getMetadata().getFinalizers().stream()
                .filter(f -> !had.contains(f))
                .toList();
        if (!added.isEmpty()) {
            problems.add(
                    "metadata.finalizers",
                    "Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers "
                            + added);
        }
    }

    private static void spec(Problems problems, HasMetadata object) {
        if (object instanceof Deployment || object instanceof ReplicaSet) {
            WorkloadRules.check(problems, object);
        } else if (object instanceof StatefulSet || object instanceof DaemonSet) {
            WorkloadRules.checkTemplate(problems, object);
        } else if (object instanceof Pod pod) {
            PodRules.check(problems, "spec", pod.getSpec());
        } else if (object instanceof HorizontalPodAutoscaler hpa) {
            PolicyRules.check(problems, hpa);
        } else if (object instanceof PodDisruptionBudget pdb) {
            PolicyRules.check(problems, pdb);
        }
    }
}
