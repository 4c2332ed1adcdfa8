package io.jenkins.plugins.greyrelease.kube.client;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the way to a cluster.
 *
 * @param cluster its name
 * @param asked whether anything has been asked of it yet; until then nothing is known
 * @param unreachableSince when it stopped answering; empty while it answers
 * @param problem what the last call said, while it does not
 */
public record ClusterState(
        String cluster, boolean asked, Optional<Instant> unreachableSince, Optional<String> problem) {}
