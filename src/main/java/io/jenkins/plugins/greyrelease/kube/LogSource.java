package io.jenkins.plugins.greyrelease.kube;

import java.time.Instant;
import java.util.Optional;

/**
 * Whose log is read.
 *
 * @param container of the pod; it has begun to run, or has ended
 * @param since only lines from the second of this time on; empty: all that the node keeps
 */
public record LogSource(String namespace, String pod, String container, Optional<Instant> since) {}
