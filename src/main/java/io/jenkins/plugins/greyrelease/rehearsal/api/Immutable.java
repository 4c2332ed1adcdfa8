package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The fields that no update changes. */
final class Immutable {

    private static final Set<String> APPS = Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet");

    private Immutable() {}

    static void check(Problems problems, HasMetadata before, HasMetadata after) {
        if (APPS.contains(after.getKind())) {
            Object was = Shape.get(Shape.get(before, "spec"), "selector");
            Object is = Shape.get(Shape.get(after, "spec"), "selector");
            if (!Objects.equals(was, is)) {
                problems.invalid("spec.selector", is, "field is immutable");
            }
        }
        if (before instanceof Pod was && after instanceof Pod is) {
            pod(problems, was.getSpec(), is.getSpec());
        }
    }

    /** Of a pod only images, the deadline and the list of tolerations change; the scheduler's binding sets the node. */
    private static void pod(Problems problems, PodSpec was, PodSpec is) {
        PodSpec same = Shape.with(is, "containers", withImagesOf(is.getContainers(), was.getContainers()));
        same.setInitContainers(withImagesOf(is.getInitContainers(), was.getInitContainers()));
        same.setActiveDeadlineSeconds(was.getActiveDeadlineSeconds());
        same.setTolerations(was.getTolerations());
        if (was.getNodeName() == null) {
            same.setNodeName(null);
        }
        if (!same.equals(was) || !is.getTolerations().containsAll(was.getTolerations())) {
            problems.add(
                    "spec",
                    "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
                            + " `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` and"
                            + " `spec.tolerations` (only additions to existing tolerations)");
        }
    }

    private static List<Container> withImagesOf(List<Container> containers, List<Container> others) {
        List<Container> result = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            String image = i < others.size() ? others.get(i).getImage() : null;
            result.add(Shape.with(containers.get(i), "image", image));
        }
        return result;
    }
}
