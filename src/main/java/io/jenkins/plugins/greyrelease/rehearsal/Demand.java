package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * What one release step of a pipeline will ask of the clusters, as far as this shows before it runs.
 *
 * @param clusters names or {@code label:value}; empty: all that run the app
 * @param container whose image changes, if the step says so
 * @param image the new one; empty if the step brings a manifest or goes back
 * @param manifest the new Deployment, if the step brings one
 */
record Demand(
        String namespace,
        String app,
        List<String> clusters,
        Optional<String> container,
        Optional<String> image,
        Optional<Deployment> manifest) {
    Demand {
        clusters = List.copyOf(clusters);
    }

    /** Its app, {@code namespace/name}. */
    String key() {
        return namespace + "/" + app;
    }

    /** The images that are new with it. */
    List<String> newImages() {
        return image.map(List::of)
                .or(() ->
                        manifest.map(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                                .map(Container::getImage)
                                .toList()))
                .orElse(List.of());
    }

    /** Whether it goes back to an earlier version. */
    boolean goesBack() {
        return newImages().isEmpty();
    }
}
