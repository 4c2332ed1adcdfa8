package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.concurrent.CompletableFuture;

/**
 * The port to one Kubernetes cluster: all that a release needs of it, and no more.
 *
 * <p>Every call is asynchronous. A future fails with a {@link KubeException} (never wrapped when observed through
 * {@code whenComplete} on the returned future itself). Objects handed in and out are never changed by either side:
 * whoever wants another object builds one. Those handed out may lack {@code managedFields}. Writes carry the field manager {@code grey-release}.
 *
 * <p>Threads: methods may be called from any thread and do not block; futures and watch callbacks complete on threads
 * of the implementation, and callbacks of one watch never overlap.
 */
public interface Cluster {

    /** The cluster's name in the fleet. */
    String name();

    /**
     * Reads one object from the API server itself, not from a cache.
     *
     * @param namespace ignored for kinds without namespace
     * @return fails with NOT_FOUND if it is not there
     */
    <T extends HasMetadata> CompletableFuture<T> get(Kind<T> kind, String namespace, String name);

    /**
     * Lists objects, consistent at {@link Listing#resourceVersion}.
     *
     * @param namespace null for all namespaces
     */
    <T extends HasMetadata> CompletableFuture<Listing<T>> list(Kind<T> kind, String namespace, LabelSelector selector);

    /**
     * Follows changes after {@code resourceVersion} until closed or broken.
     *
     * @param namespace null for all namespaces
     * @param resourceVersion of a {@link Listing} or of the last event
     */
    <T extends HasMetadata> Watch watch(
            Kind<T> kind, String namespace, LabelSelector selector, String resourceVersion, WatchListener<T> listener);

    /** Creates the object; fails with ALREADY_EXISTS if the name is taken. */
    <T extends HasMetadata> CompletableFuture<T> create(Kind<T> kind, T object, WriteOptions options);

    /** Replaces the object; its {@code metadata.resourceVersion}, if set, must be the current one, else CONFLICT. */
    <T extends HasMetadata> CompletableFuture<T> update(Kind<T> kind, T object, WriteOptions options);

    /** Changes part of the object. */
    <T extends HasMetadata> CompletableFuture<T> patch(
            Kind<T> kind, String namespace, String name, Patch patch, WriteOptions options);

    /** Sets the number of replicas through the {@code scale} subresource, as {@code kubectl scale} does. */
    <T extends HasMetadata> CompletableFuture<T> scale(Kind<T> kind, String namespace, String name, int replicas);

    /** Deletes the object; NOT_FOUND if it is gone already, CONFLICT if a precondition of the options does not hold. */
    <T extends HasMetadata> CompletableFuture<Void> delete(
            Kind<T> kind, String namespace, String name, DeleteOptions options);

    /** Asks for the eviction of a pod; TOO_MANY_REQUESTS while a disruption budget forbids it. */
    CompletableFuture<Void> evict(String namespace, String pod, DeleteOptions options);

    /**
     * Follows what a container writes, from its first line or from a time on, until it ends, the log breaks off, or it is
     * closed. Of a container that has not begun to run there is none: INVALID.
     */
    Watch log(LogSource source, LogListener listener);
}
