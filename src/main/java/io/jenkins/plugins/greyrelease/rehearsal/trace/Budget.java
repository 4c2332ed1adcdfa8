package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;

/**
 * A disruption budget that let no pod of an app go for a while though all of the app's pods were ready.
 *
 * @param from first moment, virtual time since the start
 * @param lasted how long
 * @param name of the PodDisruptionBudget
 * @param terms its own words, such as {@code maxUnavailable: 0}
 */
public record Budget(Duration from, Duration lasted, String cluster, String app, String name, String terms) {}
