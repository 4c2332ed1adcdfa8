package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import java.util.ArrayList;
import java.util.List;

/** Owner references: who controls what, and how that is changed. */
final class Owners {

    private Owners() {}

    /** The controlling owner, or null. */
    static OwnerReference controllerOf(HasMetadata object) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        if (owners != null) {
            for (OwnerReference each : owners) {
                if (Boolean.TRUE.equals(each.getController())) {
                    return each;
                }
            }
        }
        return null;
    }

    static boolean isControlledBy(HasMetadata object, HasMetadata owner) {
        OwnerReference ref = controllerOf(object);
        return ref != null && ref.getUid().equals(owner.getMetadata().getUid());
    }

    /** A controlling reference to {@code owner}, which blocks its foreground deletion. */
    static OwnerReference reference(Kind<?> kind, HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(kind.apiVersion())
                .withKind(kind.kind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /**
     * Makes {@code reference} the controller of the object, whatever else was written to it in between: upstream sends a
     * strategic merge patch without a resourceVersion, guarded by the UID alone.
     *
     * @throws KubeException CONFLICT if the name now belongs to another object, INVALID if somebody else controls it
     */
    static <T extends HasMetadata> void adopt(Api api, String who, Kind<T> kind, T seen, OwnerReference reference) {
        T live = api.get(
                kind, seen.getMetadata().getNamespace(), seen.getMetadata().getName());
        String doing = "adopt " + kind.named(seen.getMetadata().getName());
        requireSame(api, doing, seen, live);
        OwnerReference other = controllerOf(live);
        if (other != null && !other.getUid().equals(reference.getUid())) {
            throw new KubeException(
                    api.cluster(),
                    doing,
                    KubeException.Reason.INVALID,
                    422,
                    "metadata.ownerReferences: only one reference can have controller set to true, found "
                            + other.getKind() + " " + other.getName());
        }
        List<OwnerReference> owners = without(live, reference.getUid());
        owners.add(reference);
        api.update(who, kind, withOwners(live, owners));
    }

    /** Takes the reference to {@code uid} off the object; an object that is gone or was replaced is let be. */
    static <T extends HasMetadata> void release(Api api, String who, Kind<T> kind, T seen, String uid) {
        try {
            T live = api.get(
                    kind, seen.getMetadata().getNamespace(), seen.getMetadata().getName());
            if (live.getMetadata().getUid().equals(seen.getMetadata().getUid())) {
                api.update(who, kind, withOwners(live, without(live, uid)));
            }
        } catch (KubeException refused) {
            if (refused.reason() != KubeException.Reason.NOT_FOUND
                    && refused.reason() != KubeException.Reason.INVALID) {
                throw refused;
            }
        }
    }

    private static void requireSame(Api api, String doing, HasMetadata seen, HasMetadata live) {
        if (!live.getMetadata().getUid().equals(seen.getMetadata().getUid())) {
            throw new KubeException(
                    api.cluster(),
                    doing,
                    KubeException.Reason.CONFLICT,
                    409,
                    "the UID is " + live.getMetadata().getUid() + " now, was "
                            + seen.getMetadata().getUid());
        }
    }

    private static List<OwnerReference> without(HasMetadata object, String uid) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        List<OwnerReference> result = new ArrayList<>(owners == null ? List.of() : owners);
        result.removeIf(each -> each.getUid().equals(uid));
        return result;
    }

    @SuppressWarnings("unchecked")
    private static <T extends HasMetadata> T withOwners(T object, List<OwnerReference> owners) {
        if (object instanceof ReplicaSet rs) {
            return (T) rs.edit()
                    .editMetadata()
                    .withOwnerReferences(owners)
                    .endMetadata()
                    .build();
        }
        if (object instanceof Pod pod) {
            return (T) pod.edit()
                    .editMetadata()
                    .withOwnerReferences(owners)
                    .endMetadata()
                    .build();
        }
        throw new IllegalArgumentException("cannot change the owner of a " + object.getKind());
    }
}
