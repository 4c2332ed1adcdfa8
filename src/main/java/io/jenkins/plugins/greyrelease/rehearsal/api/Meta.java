package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the server, not the writer, decides about an object's metadata. */
final class Meta {

    /** The kinds whose {@code metadata.generation} counts the changes of their spec; the others have none. */
    private static final Set<String> COUNTED = Set.of(
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "Pod",
            "ScaledObject",
            "VerticalPodAutoscaler",
            "DestinationRule");

    private Meta() {}

    /** Whether the kind has a generation. */
    static boolean counted(HasMetadata object) {
        return COUNTED.contains(object.getKind());
    }

    /** The metadata of a fresh object. */
    static ObjectMeta fresh(HasMetadata object, Request request, String uid, String now) {
        ObjectMeta meta = withoutNulls(object.getMetadata());
        meta.setName(request.name());
        meta.setNamespace(request.namespace());
        meta.setUid(uid);
        meta.setCreationTimestamp(now);
        meta.setDeletionTimestamp(null);
        meta.setDeletionGracePeriodSeconds(null);
        meta.setResourceVersion(null);
        meta.setSelfLink(null);
        meta.setGeneration(counted(object) ? 1L : null);
        meta.setManagedFields(List.of());
        return meta;
    }

    /** What a writer may change: labels, annotations, owners and finalizers; all else stays. */
    static ObjectMeta changed(ObjectMeta current, ObjectMeta wanted) {
        ObjectMeta clean = withoutNulls(wanted);
        ObjectMeta meta = Shape.copy(current);
        meta.setLabels(clean.getLabels());
        meta.setAnnotations(clean.getAnnotations());
        meta.setOwnerReferences(clean.getOwnerReferences());
        meta.setFinalizers(clean.getFinalizers());
        return meta;
    }

    /** The object with the writer noted: one entry per manager and subresource, the last writer last. */
    static <T extends HasMetadata> T signed(T object, String who, String subresource, String now) {
        ObjectMeta meta = object.getMetadata();
        List<ManagedFieldsEntry> entries = new ArrayList<>();
        for (ManagedFieldsEntry each : meta.getManagedFields()) {
            if (!(each.getManager().equals(who) && subresource.equals(subresourceOf(each)))) {
                entries.add(each);
            }
        }
        entries.add(new ManagedFieldsEntryBuilder()
                .withManager(who)
                .withOperation("Update")
                .withApiVersion(object.getApiVersion())
                .withSubresource(subresource.isEmpty() ? null : subresource)
                .withTime(now)
                .build());
        return Shape.with(object, "metadata", Shape.with(meta, "managedFields", List.copyOf(entries)));
    }

    private static String subresourceOf(ManagedFieldsEntry entry) {
        return entry.getSubresource() == null ? "" : entry.getSubresource();
    }

    private static ObjectMeta withoutNulls(ObjectMeta given) {
        ObjectMeta meta = given == null ? new ObjectMeta() : Shape.copy(given);
        meta.setLabels(meta.getLabels() == null ? Map.of() : meta.getLabels());
        meta.setAnnotations(meta.getAnnotations() == null ? Map.of() : meta.getAnnotations());
        meta.setOwnerReferences(meta.getOwnerReferences() == null ? List.of() : meta.getOwnerReferences());
        meta.setFinalizers(meta.getFinalizers() == null ? List.of() : meta.getFinalizers());
        return meta;
    }
}
