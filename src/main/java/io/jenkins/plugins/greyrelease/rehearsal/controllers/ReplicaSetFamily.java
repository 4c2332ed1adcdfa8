package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells the new ReplicaSet from the old ones, keeps the revisions in order, and creates the new one
 * ({@code getAllReplicaSetsAndSyncRevision} upstream).
 */
final class ReplicaSetFamily {
    private static final int MAX_NAME = 253;

    private final ControllerContext context;
    private final Templates templates;
    private final DeploymentDraft draft;

    ReplicaSetFamily(ControllerContext context, Templates templates, DeploymentDraft draft) {
        this.context = context;
        this.templates = templates;
        this.draft = draft;
    }

    /** New and old ones; brings the new one's annotations up to date, creates nothing. */
    Replicas find(List<ReplicaSet> owned) {
        ReplicaSet newOne = matching(owned);
        List<ReplicaSet> old = others(owned, newOne);
        return new Replicas(newOne == null ? null : refreshed(newOne, nextRevision(old)), old);
    }

    /** As {@link #find}, but creates the new one where there is none. */
    Replicas findOrCreate(List<ReplicaSet> owned) {
        Replicas found = find(owned);
        return found.newOne() != null ? found : new Replicas(create(found.old()), found.old());
    }

    /** The oldest with the Deployment's template, or null. */
    private ReplicaSet matching(List<ReplicaSet> owned) {
        return owned.stream()
                .filter(rs -> templates.same(draft.get(), rs))
                .min(ReplicaSets.BY_CREATION)
                .orElse(null);
    }

    private static List<ReplicaSet> others(List<ReplicaSet> owned, ReplicaSet newOne) {
        List<ReplicaSet> old = new ArrayList<>(owned);
        if (newOne != null) {
            old.removeIf(
                    rs -> rs.getMetadata().getUid().equals(newOne.getMetadata().getUid()));
        }
        return old;
    }

    private static long nextRevision(List<ReplicaSet> old) {
        return ReplicaSets.maxRevision(old) + 1;
    }

    private ReplicaSet refreshed(ReplicaSet newOne, long revision) {
        Map<String, String> annotations = RevisionAnnotations.forNewSet(draft.get(), newOne, revision);
        Integer wanted = draft.get().getSpec().getMinReadySeconds();
        boolean otherMinimum = ReplicaSets.or0(newOne.getSpec().getMinReadySeconds()) != ReplicaSets.or0(wanted);
        if (otherMinimum || !annotations.equals(RevisionAnnotations.of(newOne))) {
            return context.api()
                    .update(
                            DeploymentController.WHO,
                            Kind.REPLICA_SET,
                            newOne.edit()
                                    .editMetadata()
                                    .withAnnotations(annotations)
                                    .endMetadata()
                                    .editSpec()
                                    .withMinReadySeconds(wanted)
                                    .endSpec()
                                    .build());
        }
        boolean changed = draft.revision(annotations.get(ReplicaSets.REVISION));
        if (draft.hasProgressDeadline() && draft.progressing() == null) {
            draft.progressing(
                    "True",
                    "FoundNewReplicaSet",
                    "Found new replica set \"" + newOne.getMetadata().getName() + "\"");
            changed = true;
        }
        if (changed) {
            draft.writeStatus();
        }
        return newOne;
    }

    private ReplicaSet create(List<ReplicaSet> old) {
        ReplicaSet wanted = fresh(old);
        String name = wanted.getMetadata().getName();
        ReplicaSet created;
        boolean isNew = true;
        try {
            created = context.api().create(DeploymentController.WHO, Kind.REPLICA_SET, wanted);
        } catch (KubeException e) {
            if (e.reason() != KubeException.Reason.ALREADY_EXISTS) {
                reportFailure(name, e);
                throw e;
            }
            created = ownUnderThatName(name).orElseThrow(() -> collided(e));
            isNew = false;
        }
        boolean changed = draft.revision(wanted.getMetadata().getAnnotations().get(ReplicaSets.REVISION));
        if (isNew && draft.hasProgressDeadline()) {
            draft.progressing("True", "NewReplicaSetCreated", "Created new replica set \"" + name + "\"");
            changed = true;
        }
        if (changed) {
            draft.writeStatus();
        }
        return created;
    }

    private ReplicaSet fresh(List<ReplicaSet> old) {
        Deployment d = draft.get();
        String hash = templates.hash(d, draft.status().getCollisionCount());
        Map<String, String> labels = new TreeMap<>(
                Optional.ofNullable(d.getSpec().getTemplate().getMetadata().getLabels())
                        .orElse(Map.of()));
        labels.put(ReplicaSets.HASH, hash);
        PodTemplateSpec template = d.getSpec()
                .getTemplate()
                .edit()
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
        LabelSelector selector = d.getSpec()
                .getSelector()
                .edit()
                .addToMatchLabels(ReplicaSets.HASH, hash)
                .build();
        ReplicaSet empty = new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name(d.getMetadata().getName(), hash))
                .withNamespace(d.getMetadata().getNamespace())
                .withLabels(labels)
                .withOwnerReferences(Owners.reference(Kind.DEPLOYMENT, d))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withMinReadySeconds(d.getSpec().getMinReadySeconds())
                .withSelector(selector)
                .withTemplate(template)
                .endSpec()
                .build();
        Map<String, String> annotations = RevisionAnnotations.forNewSet(d, empty, nextRevision(old));
        RevisionAnnotations.addSizes(d, annotations);
        return empty.edit()
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .editSpec()
                .withReplicas(DeploymentMath.newReplicas(d, ReplicaSets.with(old, empty), empty))
                .endSpec()
                .build();
    }

    /** The name is taken: by our own ReplicaSet that the first look missed, or by another with the same hash. */
    private Optional<ReplicaSet> ownUnderThatName(String name) {
        String namespace = draft.get().getMetadata().getNamespace();
        ReplicaSet there = context.replicaSets()
                .get(namespace, name)
                .orElseThrow(() -> new KubeException(
                        context.api().cluster(),
                        "read " + Kind.REPLICA_SET.named(name) + " in " + namespace,
                        KubeException.Reason.NOT_FOUND,
                        404,
                        "it exists, but the controller's cache does not have it yet"));
        return Optional.of(there)
                .filter(rs -> Owners.isControlledBy(rs, draft.get()))
                .filter(rs -> templates.same(draft.get(), rs));
    }

    private KubeException collided(KubeException original) {
        int before = ReplicaSets.or0(draft.status().getCollisionCount());
        draft.status(draft.status().edit().withCollisionCount(before + 1).build());
        draft.writeStatus();
        return original;
    }

    private void reportFailure(String name, KubeException cause) {
        if (draft.hasProgressDeadline()) {
            draft.progressing(
                    "False",
                    "ReplicaSetCreateError",
                    "Failed to create new replica set \"" + name + "\": " + cause.getMessage());
            try {
                draft.writeStatus();
            } catch (KubeException second) {
                // the first failure is the one to act on; it brings the Deployment back anyway
                cause.addSuppressed(second);
            }
        }
    }

    private static String name(String deployment, String hash) {
        int room = MAX_NAME - 1 - hash.length();
        return (deployment.length() > room ? deployment.substring(0, room) : deployment) + "-" + hash;
    }
}
