package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.List;

/** A metrics server: what it tells is made when it is asked, and stored nowhere. */
@FunctionalInterface
public interface PodMetricsSource {

    /**
     * The metrics of all pods that have some.
     *
     * @param namespace null for all
     */
    List<GenericKubernetesResource> list(String namespace);

    /** Those that the selector matches; null for all. */
    default <T extends HasMetadata> Listing<T> listing(Kind<T> kind, String namespace, LabelSelector selector) {
        LabelSelector wanted = selector == null ? Selector.EVERYTHING : selector;
        return new Listing<>(
                list(namespace).stream()
                        .filter(each ->
                                Selector.matches(wanted, each.getMetadata().getLabels()))
                        .map(kind.type()::cast)
                        .toList(),
                "");
    }
}
