package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A cluster behind something that happens to every call alike. */
abstract class Decorated implements Cluster {

    private final Cluster inner;

    Decorated(Cluster inner) {
        this.inner = inner;
    }

    /** Sends the call on, or does not. */
    abstract <R> CompletableFuture<R> pass(Call call, Supplier<CompletableFuture<R>> send);

    final Cluster inner() {
        return inner;
    }

    final Call call(String verb, Kind<?> kind, String namespace, String name) {
        return new Call(inner.name(), verb, kind, namespace, name, false);
    }

    @Override
    public final String name() {
        return inner.name();
    }

    @Override
    public final <T extends HasMetadata> CompletableFuture<T> get(Kind<T> kind, String namespace, String name) {
        return pass(call("get", kind, namespace, name), () -> inner.get(kind, namespace, name));
    }

    @Override
    public final <T extends HasMetadata> CompletableFuture<Listing<T>> list(
            Kind<T> kind, String namespace, LabelSelector selector) {
        return pass(call("list", kind, namespace, null), () -> inner.list(kind, namespace, selector));
    }

    @Override
    public final <T extends HasMetadata> CompletableFuture<T> create(Kind<T> kind, T object, WriteOptions options) {
        return pass(write("create", kind, object, options), () -> inner.create(kind, object, options));
    }

    @Override
    public final <T extends HasMetadata> CompletableFuture<T> update(Kind<T> kind, T object, WriteOptions options) {
        return pass(write("update", kind, object, options), () -> inner.update(kind, object, options));
    }

    @Override
    public final <T extends HasMetadata> CompletableFuture<T> patch(
            Kind<T> kind, String namespace, String name, Patch patch, WriteOptions options) {
        Call call = new Call(name(), "patch", kind, namespace, name, options.dryRun());
        return pass(call, () -> inner.patch(kind, namespace, name, patch, options));
    }

    @Override
    public final <T extends HasMetadata> CompletableFuture<T> scale(
            Kind<T> kind, String namespace, String name, int replicas) {
        return pass(call("scale", kind, namespace, name), () -> inner.scale(kind, namespace, name, replicas));
    }

    @Override
    public final <T extends HasMetadata> CompletableFuture<Void> delete(
            Kind<T> kind, String namespace, String name, DeleteOptions options) {
        return pass(call("delete", kind, namespace, name), () -> inner.delete(kind, namespace, name, options));
    }

    @Override
    public final CompletableFuture<Void> evict(String namespace, String pod, DeleteOptions options) {
        return pass(call("evict", Kind.POD, namespace, pod), () -> inner.evict(namespace, pod, options));
    }

    private Call write(String verb, Kind<?> kind, HasMetadata object, WriteOptions options) {
        ObjectMeta meta = object.getMetadata() == null ? new ObjectMeta() : object.getMetadata();
        return new Call(name(), verb, kind, meta.getNamespace(), meta.getName(), options.dryRun());
    }
}
