package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import java.util.ArrayList;
import java.util.List;

/**
 * How a controller claims what its selector matches: it adopts orphans that match, after a live look whether it is being
 * deleted itself, and releases what it owns and no longer matches ({@code ControllerRefManager} upstream).
 *
 * @param <O> the owner's type
 * @param <T> the type of what is claimed
 */
final class Claims<O extends HasMetadata, T extends HasMetadata> {
    private final Api api;
    private final String who;
    private final Kind<O> ownerKind;
    private final Kind<T> kind;

    Claims(Api api, String who, Kind<O> ownerKind, Kind<T> kind) {
        this.api = api;
        this.who = who;
        this.ownerKind = ownerKind;
        this.kind = kind;
    }

    /**
     * Claims of {@code candidates}; every one is tried, then the first failure is thrown.
     *
     * @return those the owner now owns, as they were seen (an adopted one still without the reference)
     */
    List<T> claim(O owner, LabelSelector selector, Iterable<T> candidates) {
        Attempt attempt = new Attempt(owner, selector);
        List<T> claimed = new ArrayList<>();
        KubeException failed = null;
        for (T each : candidates) {
            try {
                if (attempt.claims(each)) {
                    claimed.add(each);
                }
            } catch (KubeException e) {
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return claimed;
    }

    /** One round over the candidates: the live look at the owner is taken at most once in it. */
    private final class Attempt {
        private final O owner;
        private final LabelSelector selector;
        private boolean looked;
        private KubeException refusal;

        Attempt(O owner, LabelSelector selector) {
            this.owner = owner;
            this.selector = selector;
        }

        boolean claims(T object) {
            OwnerReference ref = Owners.controllerOf(object);
            boolean matches = Selector.matches(selector, object.getMetadata().getLabels());
            boolean dying = owner.getMetadata().getDeletionTimestamp() != null;
            if (ref != null) {
                String uid = owner.getMetadata().getUid();
                if (ref.getUid().equals(uid) && !matches && !dying) {
                    Owners.release(api, who, kind, object, uid);
                }
                return ref.getUid().equals(uid) && matches;
            }
            if (dying || !matches || object.getMetadata().getDeletionTimestamp() != null) {
                return false;
            }
            return adopted(object);
        }

        private boolean adopted(T object) {
            requireOwnerAlive();
            try {
                Owners.adopt(api, who, kind, object, Owners.reference(ownerKind, owner));
                return true;
            } catch (KubeException e) {
                if (e.reason() == KubeException.Reason.NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        }

        private void requireOwnerAlive() {
            if (!looked) {
                looked = true;
                refusal = lookAtOwner();
            }
            if (refusal != null) {
                throw refusal;
            }
        }

        private KubeException lookAtOwner() {
            String name = owner.getMetadata().getName();
            String doing = "adopt " + kind.plural() + " for " + ownerKind.named(name);
            O live;
            try {
                live = api.get(ownerKind, owner.getMetadata().getNamespace(), name);
            } catch (KubeException e) {
                return e;
            }
            if (!live.getMetadata().getUid().equals(owner.getMetadata().getUid())) {
                return new KubeException(
                        api.cluster(), doing, KubeException.Reason.CONFLICT, 409, "another one has the name now");
            }
            if (live.getMetadata().getDeletionTimestamp() != null) {
                return new KubeException(
                        api.cluster(), doing, KubeException.Reason.CONFLICT, 409, "it has just been deleted");
            }
            return null;
        }
    }
}
