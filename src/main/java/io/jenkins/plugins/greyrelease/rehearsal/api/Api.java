package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import java.util.List;

/**
 * A simulated API server as its own controllers see it: the rules of the real one, answered at once. Calls fail with
 * {@link io.jenkins.plugins.greyrelease.kube.KubeException}. Objects are never changed in place, by anybody: build a
 * changed copy and write it.
 *
 * <p>{@code who} names the writer (field manager and user), such as {@code deployment-controller}.
 */
public interface Api {

    /** Name of the simulated cluster. */
    String cluster();

    /** A live read. */
    <T extends HasMetadata> T get(Kind<T> kind, String namespace, String name);

    /** A live list by namespace and name; null for all namespaces. */
    <T extends HasMetadata> List<T> list(Kind<T> kind, String namespace, LabelSelector selector);

    /** Creates; honours {@code generateName}. */
    <T extends HasMetadata> T create(String who, Kind<T> kind, T object);

    /** Replaces spec and metadata, never status; raises the generation if the spec changed. */
    <T extends HasMetadata> T update(String who, Kind<T> kind, T object);

    /** Replaces status only. */
    <T extends HasMetadata> T updateStatus(String who, Kind<T> kind, T object);

    /** Changes part of the object, not its status. */
    <T extends HasMetadata> T patch(String who, Kind<T> kind, String namespace, String name, Patch patch);

    /** Sets {@code spec.replicas} through the scale subresource. */
    <T extends HasMetadata> T scale(String who, Kind<T> kind, String namespace, String name, int replicas);

    /** Deletes, with finalizers, grace and propagation as the real server has them. */
    <T extends HasMetadata> void delete(String who, Kind<T> kind, String namespace, String name, DeleteOptions options);

    /** The eviction subresource: asks the budgets first. */
    void evict(String who, String namespace, String pod, DeleteOptions options);

    /** The shared informer of this kind: a cache that lags behind the server as the cluster's settings say. */
    <T extends HasMetadata> Informer<T> informer(Kind<T> kind);
}
