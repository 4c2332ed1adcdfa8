package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Carries out creates and updates: defaults, admission, validation, then the ledger. */
final class Writer {

    /** The letters of generated names: no vowels, so that no words appear. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;
    private static final int LONGEST_BASE = 63 - SUFFIX;

    private final Ledger ledger;
    private final Scheduler time;
    private final RandomGenerator random;
    private final List<Admission> webhooks = new ArrayList<>();
    private final Quotas quotas;
    private final HpaTolerances tolerances = new HpaTolerances();
    private Set<String> namespaces;

    Writer(Ledger ledger, Scheduler time, RandomGenerator random) {
        this.ledger = ledger;
        this.time = time;
        this.random = random;
        this.quotas = new Quotas(ledger);
    }

    void webhook(Admission webhook) {
        webhooks.add(webhook);
    }

    HpaTolerances tolerances() {
        return tolerances;
    }

    void namespaces(Set<String> known) {
        namespaces = Set.copyOf(known);
    }

    /** The virtual time as timestamps have it. */
    String now() {
        return time.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    <T extends HasMetadata> T create(Request asked, Kind<T> kind, T object, boolean dryRun) {
        if (kind.namespaced() && namespaces != null && !namespaces.contains(asked.namespace())) {
            throw asked.refuse(Reason.NOT_FOUND, 404, "namespaces \"" + asked.namespace() + "\" not found");
        }
        Request request = asked.name() == null || asked.name().isEmpty() ? generated(asked, kind, object) : asked;
        T draft = Shape.with(object, "metadata", Meta.fresh(object, request, uid(), now()));
        draft = withFreshStatus(draft);
        draft = admit(request, null, tolerances.admitted(null, Defaults.of(draft)));
        Validation.created(request, draft);
        if (ledger.store().find(kind, request.namespace(), request.name()) != null) {
            throw request.alreadyExists();
        }
        quotas.admit(request, draft);
        draft = Meta.signed(draft, request.who(), "", now());
        return dryRun ? draft : ledger.put(request.who(), "create", kind, draft);
    }

    /** Replaces all but the status. */
    <T extends HasMetadata> T update(Request request, Kind<T> kind, T wanted, boolean dryRun) {
        T current = current(request, kind);
        ObjectMeta given = wanted.getMetadata();
        precondition(request, current, given);
        T draft = Shape.with(wanted, "metadata", Meta.changed(current.getMetadata(), given));
        if (Shape.has(kind.type(), "status")) {
            draft = Shape.with(draft, "status", Shape.get(current, "status"));
        }
        draft = admit(request, current, tolerances.admitted(current, Defaults.of(draft)));
        Validation.updated(request, current, draft, given.getResourceVersion() != null);
        if (draft.equals(current)) {
            return current;
        }
        if (Meta.counted(draft) && !sameBesidesMetaAndStatus(current, draft)) {
            draft = raised(draft);
        }
        String subresource = request.verb().equals("scale") ? "scale" : "";
        draft = Meta.signed(draft, request.who(), subresource, now());
        if (dryRun) {
            return draft;
        }
        if (finished(draft)) {
            ledger.remove(request.who(), kind, draft);
            return draft;
        }
        return ledger.put(request.who(), request.verb(), kind, draft);
    }

    /** Replaces the status; of a Deployment the annotations too, where its controller keeps the revision. */
    <T extends HasMetadata> T status(Request request, Kind<T> kind, T wanted) {
        T current = current(request, kind);
        if (!Shape.has(kind.type(), "status")) {
            throw request.notFound();
        }
        precondition(request, current, wanted.getMetadata());
        Object status = Shape.get(wanted, "status");
        T draft = withAnnotations(Shape.with(current, "status", status), wanted);
        if (draft.equals(current)) {
            return current;
        }
        return ledger.put(request.who(), "status", kind, Meta.signed(draft, request.who(), "status", now()));
    }

    private static <T extends HasMetadata> T withAnnotations(T draft, T wanted) {
        if (!(draft instanceof Deployment)) {
            return draft;
        }
        ObjectMeta meta = draft.getMetadata();
        return Shape.with(
                draft,
                "metadata",
                Shape.with(meta, "annotations", wanted.getMetadata().getAnnotations()));
    }

    <T extends HasMetadata> T current(Request request, Kind<T> kind) {
        T current = ledger.store().find(kind, request.namespace(), request.name());
        if (current == null) {
            throw request.notFound();
        }
        return current;
    }

    /** Whether nothing holds the object any longer, although it is still there. */
    static boolean finished(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        Long grace = meta.getDeletionGracePeriodSeconds();
        return meta.getDeletionTimestamp() != null && meta.getFinalizers().isEmpty() && (grace == null || grace == 0);
    }

    /** The object with its generation raised by one. */
    static <T extends HasMetadata> T raised(T object) {
        ObjectMeta meta = object.getMetadata();
        return Shape.with(object, "metadata", Shape.with(meta, "generation", meta.getGeneration() + 1));
    }

    private static void precondition(Request request, HasMetadata current, ObjectMeta given) {
        ObjectMeta is = current.getMetadata();
        if (given.getUid() != null && !given.getUid().equals(is.getUid())) {
            throw request.conflict("Precondition failed: UID in precondition: " + given.getUid()
                    + ", UID in object meta: " + is.getUid());
        }
        String version = given.getResourceVersion();
        if (version != null && !version.isEmpty() && !version.equals(is.getResourceVersion())) {
            throw request.stale();
        }
    }

    private <T extends HasMetadata> T admit(Request request, T before, T after) {
        HasMetadata admitted = after;
        try {
            for (Admission webhook : webhooks) {
                admitted = webhook.admit(request.who(), before, admitted);
            }
        } catch (Admission.Denied e) {
            throw request.forbidden("admission webhook denied the request: " + e.getMessage());
        }
        if (admitted == after) {
            return after;
        }
        @SuppressWarnings("unchecked")
        T changed = (T) Defaults.of(admitted);
        return changed;
    }

    private static boolean sameBesidesMetaAndStatus(HasMetadata current, HasMetadata draft) {
        return Objects.equals(Shape.get(current, "spec"), Shape.get(draft, "spec"));
    }

    /** A writer's status of a new object is dropped; nodes bring theirs, as a kubelet that registers does. */
    private static <T extends HasMetadata> T withFreshStatus(T draft) {
        if (draft instanceof Pod) {
            var pending = new PodStatusBuilder().withPhase("Pending").build();
            return Shape.with(draft, "status", pending);
        }
        boolean drops =
                Shape.has(draft.getClass(), "status") && !draft.getKind().equals("Node");
        return drops ? Shape.with(draft, "status", null) : draft;
    }

    private Request generated(Request asked, Kind<?> kind, HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        String base = meta == null ? null : meta.getGenerateName();
        if (base == null || base.isEmpty()) {
            throw asked.invalid("metadata.name: Required value: name or generateName is required");
        }
        String start = base.substring(0, Math.min(base.length(), LONGEST_BASE));
        Request named = asked.named(start + suffix());
        while (ledger.store().find(kind, asked.namespace(), named.name()) != null) {
            named = asked.named(start + suffix());
        }
        return named;
    }

    private String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX; i++) {
            suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return suffix.toString();
    }

    private String uid() {
        long high = random.nextLong() & 0xffffffffffff0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
