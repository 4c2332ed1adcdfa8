package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Carries out deletes: preconditions, finalizers, and for pods the grace that the kubelet ends. */
final class Deletions {

    /** Set for {@link Propagation#ORPHAN}; the garbage collector takes it off. */
    static final String ORPHAN = "orphan";

    /** Set for {@link Propagation#FOREGROUND}; the garbage collector takes it off. */
    static final String FOREGROUND = "foregroundDeletion";

    private final Ledger ledger;
    private final Scheduler time;

    Deletions(Ledger ledger, Scheduler time) {
        this.ledger = ledger;
        this.time = time;
    }

    <T extends HasMetadata> void delete(Request request, Kind<T> kind, T current, DeleteOptions options) {
        precondition(request, current, options);
        ObjectMeta is = current.getMetadata();
        long grace = grace(current, options);
        List<String> finalizers = finalizers(is, options.propagation());
        if (finalizers.isEmpty() && grace == 0) {
            ledger.remove(request.who(), kind, current);
            return;
        }
        boolean first = is.getDeletionTimestamp() == null;
        Long graceBefore = is.getDeletionGracePeriodSeconds();
        ObjectMeta meta = Shape.with(is, "finalizers", finalizers);
        if (first || graceBefore != null && grace < graceBefore) {
            meta.setDeletionTimestamp(time.now()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .plusSeconds(grace)
                    .toString());
            meta.setDeletionGracePeriodSeconds(grace);
        }
        if (meta.equals(is)) {
            return;
        }
        T draft = Shape.with(current, "metadata", meta);
        if (first && Meta.counted(current)) {
            draft = Writer.raised(draft);
        }
        if (Writer.finished(draft)) {
            ledger.remove(request.who(), kind, draft);
        } else {
            ledger.put(request.who(), "delete", kind, draft);
        }
    }

    private static void precondition(Request request, HasMetadata current, DeleteOptions options) {
        ObjectMeta is = current.getMetadata();
        options.uid().filter(uid -> !uid.equals(is.getUid())).ifPresent(uid -> {
            throw request.conflict(
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + is.getUid());
        });
        options.resourceVersion()
                .filter(v -> !v.equals(is.getResourceVersion()))
                .ifPresent(v -> {
                    throw request.conflict("Precondition failed: ResourceVersion in precondition: " + v
                            + ", ResourceVersion in object meta: " + is.getResourceVersion());
                });
    }

    /** Seconds until a pod must be gone; zero for all else, for pods that run nowhere and for those that have ended. */
    private static long grace(HasMetadata current, DeleteOptions options) {
        if (!(current instanceof Pod pod)) {
            return 0;
        }
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        if (pod.getSpec().getNodeName() == null || "Succeeded".equals(phase) || "Failed".equals(phase)) {
            return 0;
        }
        Long own = pod.getSpec().getTerminationGracePeriodSeconds();
        long wanted = options.gracePeriodSeconds().map(Integer::longValue).orElse(own == null ? 30L : own);
        return wanted < 0 ? 1 : wanted;
    }

    private static List<String> finalizers(ObjectMeta meta, Propagation propagation) {
        List<String> result = new ArrayList<>(meta.getFinalizers());
        result.removeAll(List.of(ORPHAN, FOREGROUND));
        if (propagation == Propagation.ORPHAN) {
            result.add(ORPHAN);
        } else if (propagation == Propagation.FOREGROUND) {
            result.add(FOREGROUND);
        }
        return List.copyOf(result);
    }
}
