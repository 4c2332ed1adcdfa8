package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Informers;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.function.Supplier;

/**
 * What all releases of one process share.
 *
 * @param fleets the clusters as they are configured now
 * @param holder names this process in leases: controller URL, run, and a nonce of its own
 */
record Engine(Supplier<Fleet> fleets, Scheduler scheduler, Ids ids, Informers informers, String holder) {
    Fleet fleet() {
        return fleets.get();
    }
}
