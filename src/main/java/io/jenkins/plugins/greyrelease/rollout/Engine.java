package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Informers;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.function.Supplier;

/**
 * What all releases of one process share.
 *
 * @param fleets the clusters as they are configured now
 * @param registries those that images may come from, as they are configured now
 * @param holder names this process in leases: controller URL, run, and a nonce of its own
 */
record Engine(
        Supplier<Fleet> fleets,
        Supplier<Registries> registries,
        Scheduler scheduler,
        Ids ids,
        Informers informers,
        String holder) {
    Fleet fleet() {
        return fleets.get();
    }

    /** Where clusters get their images from, to be asked anew. */
    Supply supply() {
        return new Supply(registries.get(), scheduler);
    }
}
