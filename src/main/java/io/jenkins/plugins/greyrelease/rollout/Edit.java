package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the one write that changes a Deployment and says so in its labels. The Deployment handed in stays as it is. */
final class Edit {
    private final DeploymentBuilder builder;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private ReleaseEvent.Kind says = ReleaseEvent.Kind.WROTE;

    private Edit(Deployment deployment) {
        builder = new DeploymentBuilder(deployment);
        if (deployment.getMetadata().getLabels() != null) {
            labels.putAll(deployment.getMetadata().getLabels());
        }
    }

    /** Begins with the Deployment as it was seen. */
    static Edit of(Deployment deployment) {
        return new Edit(deployment);
    }

    Edit label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    Edit label(String key, int value) {
        return label(key, Integer.toString(value));
    }

    Edit without(String key) {
        labels.remove(key);
        return this;
    }

    /** Takes off everything that a release put on. */
    Edit clean() {
        labels.keySet().removeIf(key -> key.startsWith(Labels.MANAGER + "/") && !Claim.isLabel(key));
        return this;
    }

    Edit replicas(int replicas) {
        builder.editSpec().withReplicas(replicas).endSpec();
        return label(Labels.WROTE, replicas);
    }

    Edit paused(boolean paused) {
        builder.editSpec().withPaused(paused ? Boolean.TRUE : null).endSpec();
        return this;
    }

    /** Sets the pod template; {@code generation} is the Deployment's before this write. */
    Edit template(PodTemplateSpec template, Long generation) {
        builder.editSpec().withTemplate(template).endSpec();
        label(Labels.TEMPLATE, TemplateHash.of(template));
        return label(Labels.GENERATION, Long.toString((generation == null ? 0 : generation) + 1));
    }

    /** What people hear of the write. */
    Edit says(ReleaseEvent.Kind kind) {
        says = kind;
        return this;
    }

    /** A write that needs no more than what was seen. */
    Move.Update<Deployment> write(String why) {
        return done(why, false);
    }

    /** A write that must be decided again on a live read. */
    Move.Update<Deployment> writeLive(String why) {
        return done(why, true);
    }

    private Move.Update<Deployment> done(String why, boolean live) {
        Deployment edited =
                builder.editMetadata().withLabels(labels).endMetadata().build();
        return new Move.Update<>(Kind.DEPLOYMENT, edited, why, live, says);
    }
}
