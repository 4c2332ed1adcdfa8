package io.jenkins.plugins.greyrelease.manifest;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.plan.Problems;
import java.util.List;

/** The Deployment in the file that {@code canaryBatch}'s {@code manifest} names. */
public final class NewDeployment {
    private NewDeployment() {}

    /**
     * Reads it.
     *
     * @param path what to call the file in errors
     * @param namespace of objects that name none
     * @param app the Deployment's name
     * @throws ManifestException if it cannot be read
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException if it does not hold the app exactly once
     */
    public static Deployment read(String path, String text, String namespace, String app) {
        List<Deployment> found = Manifests.parse(path, text, namespace).objects().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .filter(deployment -> deployment.getMetadata().getName().equals(app))
                .toList();
        if (found.size() != 1) {
            Problems problems = new Problems();
            problems.bad(
                    "manifest", path, "must hold exactly one Deployment named " + app + ", it holds " + found.size());
            problems.throwIfAny("canaryBatch");
        }
        return found.get(0);
    }
}
