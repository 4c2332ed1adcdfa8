package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is done at registries and other systems, in no cluster. */
interface ClusterlessErrand extends Errand {

    @Override
    default String namespace() {
        return "";
    }

    @Override
    default Optional<String> app() {
        return Optional.empty();
    }

    @Override
    default List<String> clusters() {
        return List.of();
    }

    @Override
    default CompletableFuture<List<FleetMember>> members(Fleet fleet) {
        return CompletableFuture.completedFuture(List.of());
    }
}
