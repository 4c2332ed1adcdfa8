package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.api.Manifests;
import io.jenkins.plugins.greyrelease.step.CanaryBatchArgs;
import java.util.List;

/** The Deployment in the file that {@code canaryBatch}'s {@code manifest} names. */
final class NewManifest {
    private NewManifest() {}

    /**
     * Reads it.
     *
     * @throws io.jenkins.plugins.greyrelease.rehearsal.api.ManifestException if it cannot be read
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException if it does not hold the app exactly once
     */
    static Deployment read(String path, String text, CanaryBatchArgs args) {
        List<Deployment> found = Manifests.parse(path, text, args.namespace()).objects().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .filter(deployment -> deployment.getMetadata().getName().equals(args.app()))
                .toList();
        if (found.size() != 1) {
            Problems problems = new Problems();
            problems.bad(
                    "manifest",
                    path,
                    "must hold exactly one Deployment named " + args.app() + ", it holds " + found.size());
            problems.throwIfAny("canaryBatch");
        }
        return found.get(0);
    }
}
