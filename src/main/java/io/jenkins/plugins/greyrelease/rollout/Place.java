package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import java.util.Optional;

/**
 * What a release knows of one of its clusters when it begins or goes on.
 *
 * @param cluster the port
 * @param selector of the app's pods
 * @param fresh the new template; empty if nothing tells it and nothing is to be done with it
 * @param old the template before; empty if history does not tell
 * @param limits the numbers agreed
 * @param standing where it stands
 * @param batch the highest batch that has begun; 0: none
 * @param already whether the new version ran there before the release began
 * @param pause why its labels say that the release stands still; empty: they do not
 * @param backAll whether its labels say that the whole release goes back
 */
record Place(
        Cluster cluster,
        LabelSelector selector,
        Optional<PodTemplateSpec> fresh,
        Optional<PodTemplateSpec> old,
        Readiness.Limits limits,
        Standing standing,
        int batch,
        boolean already,
        Optional<Pause> pause,
        boolean backAll) {

    /** Its name. */
    String name() {
        return cluster.name();
    }
}
