package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one release step of a pipeline will ask of the clusters, as far as this shows before it runs.
 *
 * @param clusters names or {@code label:value}; empty: all that run the app
 * @param container whose image changes, if the step says so
 * @param image the new one; empty if the step brings a manifest or goes back
 * @param manifest the new Deployment, if the step brings one
 * @param maxUnavailable count or percentage of pods that may be missing
 * @param minReady how long a pod must be ready to count
 */
record Demand(
        String namespace,
        String app,
        List<String> clusters,
        Optional<String> container,
        Optional<String> image,
        Optional<Deployment> manifest,
        String maxUnavailable,
        Duration minReady) {
    Demand {
        clusters = List.copyOf(clusters);
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
