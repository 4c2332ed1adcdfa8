package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Deletes what has lost its owners, and ends foreground and orphaning deletes; later than the delete itself, and as
 * late as a test wants.
 */
public final class GarbageCollector {

    /** The writer's name. */
    public static final String WHO = "generic-garbage-collector";

    private static final Duration USUAL = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Api api;
    private final ObjectStore store;
    private final Scheduler time;
    /** UIDs to look at, in the order in which they were noticed. */
    private final Set<String> noticed = new LinkedHashSet<>();

    private Supplier<Duration> delay = () -> USUAL;
    private boolean stalled;

    GarbageCollector(Api api, Ledger ledger, Scheduler time) {
        this.api = api;
        this.store = ledger.store();
        this.time = time;
        ledger.observe(this::stored);
    }

    /** Asked for each object it has to look at: how long until it does; 50 ms at the beginning. */
    public void delay(Supplier<Duration> newDelay) {
        delay = newDelay;
    }

    /** Stops the collector; it goes on noticing. */
    public void stall() {
        stalled = true;
    }

    /** Lets it go on with everything it noticed. */
    public void resume() {
        stalled = false;
        List.copyOf(noticed).forEach(this::schedule);
    }

    private void stored(Change<?> change) {
        HasMetadata object = change.object();
        String uid = object.getMetadata().getUid();
        if (change.after() == null) {
            store.dependents(uid).forEach(each -> notice(each.uid()));
            for (OwnerReference reference : object.getMetadata().getOwnerReferences()) {
                if (store.withUid(reference.getUid()) != null) {
                    noticeOwner(reference.getUid());
                }
            }
        } else if (deleting(object)) {
            noticeOwner(uid);
        } else if (hasOwnerToDoubt(object)) {
            notice(uid);
        }
    }

    private boolean hasOwnerToDoubt(HasMetadata object) {
        for (OwnerReference reference : object.getMetadata().getOwnerReferences()) {
            HasMetadata owner = owner(object, reference);
            if (owner == null || waitsForDependents(owner)) {
                return true;
            }
        }
        return false;
    }

    private void noticeOwner(String uid) {
        HasMetadata object = store.withUid(uid).object();
        if (waitsForDependents(object) || orphans(object)) {
            notice(uid);
        }
    }

    private void notice(String uid) {
        if (noticed.add(uid)) {
            schedule(uid);
        }
    }

    private void schedule(String uid) {
        if (!stalled) {
            time.after(delay.get(), () -> look(uid));
        }
    }

    private void look(String uid) {
        if (stalled || !noticed.remove(uid)) {
            return;
        }
        ObjectStore.Entry<?> entry = store.withUid(uid);
        if (entry == null) {
            return;
        }
        try {
            handle(entry);
        } catch (KubeException e) {
            // Refused by an admission hook, as can happen to the real one: it tries again for ever.
            noticed.add(uid);
            time.after(RETRY, () -> look(uid));
        }
    }

    private void handle(ObjectStore.Entry<?> entry) {
        if (orphans(entry.object())) {
            orphan(entry);
        } else if (waitsForDependents(entry.object())) {
            foreground(entry);
        } else if (!deleting(entry.object())) {
            deleteUnlessOwned(entry);
        }
    }

    /** First the dependents lose this owner, then, at a second look, the owner its finalizer. */
    private <T extends HasMetadata> void orphan(ObjectStore.Entry<T> owner) {
        List<ObjectStore.Entry<?>> dependents = store.dependents(owner.uid());
        if (dependents.isEmpty()) {
            dropFinalizer(owner, Deletions.ORPHAN);
            return;
        }
        for (ObjectStore.Entry<?> each : dependents) {
            dropOwners(each, reference -> reference.getUid().equals(owner.uid()));
        }
        notice(owner.uid());
    }

    private <T extends HasMetadata> void foreground(ObjectStore.Entry<T> owner) {
        boolean blocked = false;
        for (ObjectStore.Entry<?> each : store.dependents(owner.uid())) {
            notice(each.uid());
            blocked |= each.object().getMetadata().getOwnerReferences().stream()
                    .anyMatch(r -> r.getUid().equals(owner.uid()) && Boolean.TRUE.equals(r.getBlockOwnerDeletion()));
        }
        if (!blocked) {
            dropFinalizer(owner, Deletions.FOREGROUND);
        }
    }

    private <T extends HasMetadata> void deleteUnlessOwned(ObjectStore.Entry<T> entry) {
        boolean solid = false;
        boolean waiting = false;
        List<String> useless = new ArrayList<>();
        for (OwnerReference reference : entry.object().getMetadata().getOwnerReferences()) {
            HasMetadata owner = owner(entry.object(), reference);
            if (owner == null || waitsForDependents(owner)) {
                useless.add(reference.getUid());
                waiting |= owner != null;
            } else {
                solid = true;
            }
        }
        if (useless.isEmpty()) {
            return;
        }
        if (solid) {
            dropOwners(entry, reference -> useless.contains(reference.getUid()));
            return;
        }
        boolean hasDependents = !store.dependents(entry.uid()).isEmpty();
        Propagation propagation = waiting && hasDependents ? Propagation.FOREGROUND : Propagation.BACKGROUND;
        ObjectMeta meta = entry.object().getMetadata();
        api.delete(WHO, entry.kind(), meta.getNamespace(), meta.getName(), DeleteOptions.of(propagation, entry.uid()));
    }

    private <T extends HasMetadata> void dropOwners(ObjectStore.Entry<T> entry, Predicate<OwnerReference> useless) {
        ObjectMeta meta = entry.object().getMetadata();
        List<OwnerReference> left =
                meta.getOwnerReferences().stream().filter(useless.negate()).toList();
        write(entry, Shape.with(meta, "ownerReferences", left));
    }

    private <T extends HasMetadata> void dropFinalizer(ObjectStore.Entry<T> entry, String finalizer) {
        ObjectMeta meta = entry.object().getMetadata();
        List<String> left =
                meta.getFinalizers().stream().filter(f -> !f.equals(finalizer)).toList();
        write(entry, Shape.with(meta, "finalizers", left));
    }

    private <T extends HasMetadata> void write(ObjectStore.Entry<T> entry, ObjectMeta meta) {
        api.update(WHO, entry.kind(), Shape.with(entry.object(), "metadata", meta));
    }

    /** The owner, null if there is none of this UID that could own the object. */
    private HasMetadata owner(HasMetadata object, OwnerReference reference) {
        ObjectStore.Entry<?> owner = store.withUid(reference.getUid());
        if (owner == null
                || owner.kind().namespaced()
                        && !owner.object()
                                .getMetadata()
                                .getNamespace()
                                .equals(object.getMetadata().getNamespace())) {
            return null;
        }
        return owner.object();
    }

    private static boolean deleting(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean waitsForDependents(HasMetadata object) {
        return deleting(object) && object.getMetadata().getFinalizers().contains(Deletions.FOREGROUND);
    }

    private static boolean orphans(HasMetadata object) {
        return deleting(object) && object.getMetadata().getFinalizers().contains(Deletions.ORPHAN);
    }
}
