package io.jenkins.plugins.greyrelease.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The writes to ReplicaSets that a hand-over needs. All of them are decided again on a live read. */
final class ReplicaSets {
    /** The deployment controller's annotation. */
    static final String REVISION = "deployment.kubernetes.io/revision";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplicaSets() {}

    /** The revision; 0 if it has none. */
    static long revision(ReplicaSet set) {
        try {
            return View.annotation(set, REVISION).map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException e) {
            // As upstream's Revision: what is not a number does not count in history.
            return 0;
        }
    }

    /** Whether it lies aside, its labels kept in an annotation. */
    static boolean isParked(ReplicaSet set) {
        return View.annotation(set, Labels.PARKED).isPresent();
    }

    static Move stamp(ReplicaSet set, long revision) {
        ReplicaSet stamped = new ReplicaSetBuilder(set)
                .editMetadata()
                .addToAnnotations(REVISION, Long.toString(revision))
                .endMetadata()
                .build();
        return update(stamped, "stamp replicaset/" + name(set) + " with revision " + revision);
    }

    static Move park(ReplicaSet set) {
        Map<String, String> labels = set.getMetadata().getLabels() == null
                ? Map.of()
                : set.getMetadata().getLabels();
        ReplicaSet parked = new ReplicaSetBuilder(set)
                .editMetadata()
                .withLabels(Map.of())
                .addToAnnotations(Labels.PARKED, write(new TreeMap<>(labels)))
                .endMetadata()
                .build();
        return update(parked, "park replicaset/" + name(set));
    }

    static Move unpark(ReplicaSet set) {
        ReplicaSet back = new ReplicaSetBuilder(set)
                .editMetadata()
                .withLabels(read(View.annotation(set, Labels.PARKED).orElse("{}"), set))
                .removeFromAnnotations(Labels.PARKED)
                .endMetadata()
                .build();
        return update(back, "put replicaset/" + name(set) + " back into history");
    }

    /** Gives the ReplicaSet to another Deployment in one write, where nobody collects garbage. */
    static Move give(ReplicaSet set, Deployment owner) {
        OwnerReference reference = new OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .build();
        ReplicaSet given = new ReplicaSetBuilder(set)
                .editMetadata()
                .withOwnerReferences(reference)
                .endMetadata()
                .build();
        return update(given, "give replicaset/" + name(set) + " to deployment/" + reference.getName());
    }

    static Move scale(ReplicaSet set, int replicas, String because) {
        ReplicaSet scaled = new ReplicaSetBuilder(set)
                .editSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
        return update(
                scaled,
                "scale replicaset/" + name(set) + " from " + Tally.specOf(set) + " to " + replicas + ": " + because);
    }

    static Move delete(ReplicaSet set, String because) {
        DeleteOptions exactly = DeleteOptions.of(
                        Propagation.BACKGROUND, set.getMetadata().getUid())
                .at(set.getMetadata().getResourceVersion());
        return new Move.Delete<>(
                Kind.REPLICA_SET,
                set.getMetadata().getNamespace(),
                name(set),
                exactly,
                "delete replicaset/" + name(set) + ": " + because,
                true);
    }

    /** {@code replicaset/cart-5d8f}. */
    static String named(ReplicaSet set) {
        return Kind.REPLICA_SET.named(name(set));
    }

    /** The controlling owner's UID. */
    static Optional<String> owner(ReplicaSet set) {
        return View.controller(set.getMetadata()).map(OwnerReference::getUid);
    }

    private static Move update(ReplicaSet set, String why) {
        return new Move.Update<>(Kind.REPLICA_SET, set, why, true);
    }

    private static String name(ReplicaSet set) {
        return set.getMetadata().getName();
    }

    private static String write(Map<String, String> labels) {
        try {
            return JSON.writeValueAsString(labels);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("labels cannot be written as JSON: " + labels, e);
        }
    }

    private static Map<String, String> read(String json, ReplicaSet set) {
        try {
            return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            // Somebody edited the annotation. The template's labels are what the deployment controller gave it.
            return set.getSpec().getTemplate().getMetadata().getLabels();
        }
    }
}
