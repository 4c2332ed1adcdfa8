package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.News;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What all undertakings of a controller share.
 *
 * @param fleet the clusters as they are configured now
 * @param registries likewise, the registries
 * @param news who hears what happens
 * @param pages where the page of a run is, by its id; empty text: not known
 */
record Setting(
        Releases releases,
        Supplier<Fleet> fleet,
        Supplier<Registries> registries,
        Scheduler scheduler,
        UndertakingStore store,
        Rules rules,
        News news,
        UnaryOperator<String> pages) {

    /** Where a run may release to. */
    interface Rules {
        /**
         * Every reason why a run may not release to these clusters; empty: it may.
         *
         * @param run as {@code Run.getExternalizableId()}
         */
        List<String> problems(String run, String namespace, List<String> clusters);
    }
}
