package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;

/** Makes the engine that carries releases out in a rehearsal. */
@FunctionalInterface
public interface EngineFactory {

    /**
     * An engine over a fleet.
     *
     * @param registries those that images come from
     * @param scheduler virtual time
     * @param ids its only chance
     */
    Releases create(Fleet fleet, Registries registries, Scheduler scheduler, Ids ids);
}
