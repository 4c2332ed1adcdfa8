package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.manifest.KnownKinds;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * An API server in memory that keeps Kubernetes' rules. Calls are answered at once; caches, watches' latency and the
 * garbage collector follow in virtual time.
 *
 * <p>Not thread-safe: everything happens on the thread of the simulation.
 */
public final class ApiServer implements Api {
    private static final String DEFAULT_NAMESPACE = "default";

    private final String cluster;
    private final Ledger ledger = new Ledger();
    private final Writer writer;
    private final Deletions deletions;
    private final Caches caches;
    private final Watches watches;
    private final GarbageCollector collector;
    private final Rbac rbac = new Rbac();
    private PodMetricsSource metrics;
    private PodLogs logs = PodLogs.NONE;
    private EvictionPolicy evictions = EvictionPolicy.ALLOW_ALL;

    /**
     * An empty cluster.
     *
     * @param random decides UIDs and generated names; drawn from once
     */
    public ApiServer(String cluster, Scheduler time, RandomGenerator random) {
        this.cluster = cluster;
        this.writer = new Writer(ledger, time, new SplittableRandom(random.nextLong()));
        this.deletions = new Deletions(ledger, time);
        this.caches = new Caches(time, ledger);
        this.watches = new Watches(time, ledger);
        this.collector = new GarbageCollector(this, ledger, time);
        new QuotaStatus(this, ledger, time);
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public <T extends HasMetadata> T get(Kind<T> kind, String namespace, String name) {
        return writer.current(request("", "get", kind, namespace, name), kind);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Kind<T> kind, String namespace, LabelSelector selector) {
        return selector == null || selector == Selector.EVERYTHING
                ? ledger.store().list(kind, namespace)
                : ledger.store().list(kind, namespace, selector);
    }

    /** As {@link #list}, with the version from which a watch goes on. A null selector matches everything. */
    public <T extends HasMetadata> Listing<T> listing(Kind<T> kind, String namespace, LabelSelector selector) {
        if (kind.equals(Kind.POD_METRICS) && metrics != null) {
            return metrics.listing(kind, namespace, selector);
        }
        return new Listing<>(list(kind, namespace, selector), Long.toString(ledger.version()));
    }

    /** Where logs come from; until then there are none. */
    public void podLogs(PodLogs source) {
        logs = source;
    }

    /** Follows the log of a container; fails as {@link PodLogs#follow} does. */
    Watch log(LogSource source, LogListener listener) {
        get(Kind.POD, source.namespace(), source.pod());
        return logs.follow(source, listener);
    }

    /** What the metrics API answers, from now on; until then there is no metrics server. */
    public void podMetrics(PodMetricsSource source) {
        metrics = source;
    }

    @Override
    public <T extends HasMetadata> T create(String who, Kind<T> kind, T object) {
        return create(who, kind, object, WriteOptions.FOR_REAL);
    }

    /** As {@link #create(String, Kind, HasMetadata)}; a dry run checks everything and stores nothing. */
    public <T extends HasMetadata> T create(String who, Kind<T> kind, T object, WriteOptions options) {
        if (Rbac.isQuestion(kind)) {
            return rbac.review(request(who, "create", kind, object), kind, object);
        }
        return writer.create(request(who, "create", kind, object), kind, object, options.dryRun());
    }

    @Override
    public <T extends HasMetadata> T update(String who, Kind<T> kind, T object) {
        return update(who, kind, object, WriteOptions.FOR_REAL);
    }

    /** As {@link #update(String, Kind, HasMetadata)}; a dry run checks everything and stores nothing. */
    public <T extends HasMetadata> T update(String who, Kind<T> kind, T object, WriteOptions options) {
        return writer.update(request(who, "update", kind, object), kind, object, options.dryRun());
    }

    @Override
    public <T extends HasMetadata> T updateStatus(String who, Kind<T> kind, T object) {
        return writer.status(request(who, "update status of", kind, object), kind, object);
    }

    @Override
    public <T extends HasMetadata> T patch(String who, Kind<T> kind, String namespace, String name, Patch patch) {
        return patch(new Target<>(who, kind, namespace, name), patch, WriteOptions.FOR_REAL);
    }

    /** One object and who wants to write it. */
    public record Target<T extends HasMetadata>(String who, Kind<T> kind, String namespace, String name) {}

    /** As {@link #patch(String, Kind, String, String, Patch)}; a dry run checks everything and stores nothing. */
    public <T extends HasMetadata> T patch(Target<T> target, Patch patch, WriteOptions options) {
        Request request = request(target.who(), "patch", target.kind(), target.namespace(), target.name());
        T current = writer.current(request, target.kind());
        T wanted = Patches.apply(request, target.kind(), current, patch);
        return writer.update(request, target.kind(), wanted, options.dryRun());
    }

    @Override
    public <T extends HasMetadata> T scale(String who, Kind<T> kind, String namespace, String name, int replicas) {
        Request request = request(who, "scale", kind, namespace, name);
        T current = writer.current(request, kind);
        Object spec = Shape.get(current, "spec");
        if (spec == null || !Shape.has(spec.getClass(), "replicas")) {
            throw request.notFound();
        }
        if (replicas < 0) {
            throw request.invalid("spec.replicas: Invalid value: " + replicas + ": must be greater than or equal to 0");
        }
        T wanted = Shape.with(current, "spec", Shape.with(spec, "replicas", replicas));
        return writer.update(request, kind, wanted, false);
    }

    @Override
    public <T extends HasMetadata> void delete(
            String who, Kind<T> kind, String namespace, String name, DeleteOptions options) {
        Request request = request(who, "delete", kind, namespace, name);
        deletions.delete(request, kind, writer.current(request, kind), options);
    }

    @Override
    public void evict(String who, String namespace, String pod, DeleteOptions options) {
        Request request = request(who, "evict", Kind.POD, namespace, pod);
        Pod current = writer.current(request, Kind.POD);
        evictions.admit(this, current);
        deletions.delete(request, Kind.POD, writer.current(request, Kind.POD), options);
    }

    /**
     * Opens a watch; the listener hears at once what happened since {@code resourceVersion}, then every change as it is
     * stored.
     *
     * @param resourceVersion null, empty or {@code 0}: the present objects come first, as added
     * @throws KubeException EXPIRED if the past is no longer known that far back
     */
    public <T extends HasMetadata> Watch watch(
            Kind<T> kind, String namespace, LabelSelector selector, String resourceVersion, WatchListener<T> listener) {
        LabelSelector wanted = selector == null ? Selector.EVERYTHING : selector;
        return watches.open(kind, namespace, wanted, missed(kind, namespace, resourceVersion), listener);
    }

    @Override
    public <T extends HasMetadata> Informer<T> informer(Kind<T> kind) {
        return caches.informer(kind);
    }

    /** The controllers' caches: their lags, to be set. */
    public Caches caches() {
        return caches;
    }

    /** The garbage collector, to be slowed and stalled. */
    public GarbageCollector collector() {
        return collector;
    }

    /** Hears every change as it is stored; for traces and invariants. */
    public void observe(Change.Observer observer) {
        ledger.observe(observer);
    }

    /** Adds a webhook; they are asked in this order. */
    public void webhook(Admission webhook) {
        writer.webhook(webhook);
    }

    /** What is forbidden to whom. */
    public Rbac rbac() {
        return rbac;
    }

    /** The namespaces there are; creates elsewhere are refused. Until called, every namespace is there. */
    public void namespaces(Set<String> known) {
        writer.namespaces(known);
    }

    /** Whether autoscalers may have a tolerance of their own, as at the beginning; older clusters leave it out. */
    public void hpaTolerance(boolean known) {
        writer.tolerances().known(known);
    }

    /** Who decides on evictions; at the beginning all are allowed. */
    public void evictions(EvictionPolicy policy) {
        evictions = policy;
    }

    /** How often a watch hears a bookmark, one minute at the beginning; zero for never. */
    public void bookmarkEvery(Duration interval) {
        watches.bookmarkEvery(interval);
    }

    /** How many changes of each kind are kept for watches; 2000 at the beginning. */
    public void historyWindow(int changes) {
        ledger.window(changes);
    }

    /** Forgets the past, so that watches from older versions expire. */
    public void compact() {
        ledger.compact();
    }

    /** As below, for an object that is to be written. */
    void authorize(String who, String verb, Kind<?> kind, HasMetadata object) {
        Request request = request(who, verb, kind, object);
        authorize(who, verb, "", kind, request.namespace(), request.name());
    }

    /** Refuses what {@link #rbac} forbids, and only then what is not served; the port asks this before each call. */
    void authorize(String who, String verb, String subresource, Kind<?> kind, String namespace, String name) {
        if (!Rbac.isQuestion(kind)) {
            Request request = request(who, verb, kind, namespace, name);
            rbac.check(namespace == null ? request.everywhere() : request, verb, subresource);
        }
        boolean absent = kind.equals(Kind.POD_METRICS) && metrics == null;
        if (absent || !KnownKinds.serves(kind)) {
            throw request(who, verb, kind, namespace, name)
                    .refuse(Reason.NOT_FOUND, 404, "the server could not find the requested resource");
        }
    }

    private <T extends HasMetadata> List<Change<T>> missed(Kind<T> kind, String namespace, String resourceVersion) {
        if (resourceVersion == null || resourceVersion.isEmpty() || resourceVersion.equals("0")) {
            return list(kind, namespace, null).stream()
                    .map(each -> new Change<>(ledger.version(), "", "create", kind, null, each))
                    .toList();
        }
        Request request = request("", "watch", kind, namespace, null);
        long since;
        try {
            since = Long.parseLong(resourceVersion);
        } catch (NumberFormatException e) {
            throw request.badRequest("resourceVersion: Invalid value: \"" + resourceVersion + "\"");
        }
        List<Change<T>> missed = ledger.since(kind, since);
        if (missed == null) {
            throw request.refuse(Reason.EXPIRED, 410, "too old resource version: " + since);
        }
        return missed;
    }

    private Request request(String who, String verb, Kind<?> kind, HasMetadata object) {
        ObjectMeta meta = object.getMetadata() == null ? new ObjectMeta() : object.getMetadata();
        return request(who, verb, kind, meta.getNamespace(), meta.getName());
    }

    private Request request(String who, String verb, Kind<?> kind, String namespace, String name) {
        String named = namespace == null || namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
        return new Request(cluster, who, verb, kind, kind.namespaced() ? named : null, name);
    }
}
