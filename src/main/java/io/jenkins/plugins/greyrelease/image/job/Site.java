package io.jenkins.plugins.greyrelease.image.job;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;

/**
 * Where a build takes place.
 *
 * @param member the cluster whose nodes build
 * @param where namespace and means
 * @param registries those whose credentials the builder gets, if it has to do with them
 * @param run whose build it is, the same after a restart
 */
public record Site(
        FleetMember member, BuildsSpec where, Registries registries, Scheduler scheduler, Ids ids, String run) {}
