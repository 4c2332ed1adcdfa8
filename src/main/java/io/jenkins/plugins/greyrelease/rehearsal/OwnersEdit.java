package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.function.UnaryOperator;

/** What somebody else does to an app in the middle of a release, with kubectl. Does nothing to what is not there. */
final class OwnersEdit {
    private final ApiServer server;
    private final String namespace;
    private final String app;

    /** @param key the app, {@code namespace/name} */
    OwnersEdit(ApiServer server, String key) {
        this.server = server;
        this.namespace = key.substring(0, key.indexOf('/'));
        this.app = key.substring(key.indexOf('/') + 1);
    }

    void make(FaultSpec.Edit edit) {
        switch (edit.kind()) {
            case SCALE ->
                stable(deployment ->
                        deployment.editSpec().withReplicas(edit.number()).endSpec());
            case IMAGE ->
                stable(deployment -> deployment
                        .editSpec()
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage(app + ":somebody-elses")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec());
            case LABELS ->
                stable(deployment -> deployment
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToLabels("edited-by", "somebody-else")
                        .endMetadata()
                        .endTemplate()
                        .endSpec());
            case PAUSE ->
                stable(deployment -> deployment.editSpec().withPaused(true).endSpec());
            case DELETE -> deleteAll(Kind.DEPLOYMENT, false);
            case DELETE_CANARY -> deleteAll(Kind.DEPLOYMENT, true);
            case HPA_MAX ->
                hpas().forEach(hpa -> server.update(
                        SimulatedCluster.OWNER,
                        Kind.HPA,
                        hpa.edit()
                                .editSpec()
                                .withMaxReplicas(edit.number())
                                .endSpec()
                                .build()));
            case HPA_DELETE -> hpas().forEach(hpa -> delete(Kind.HPA, hpa));
            default -> throw new IllegalArgumentException("unknown edit " + edit.kind());
        }
    }

    private void stable(UnaryOperator<DeploymentBuilder> change) {
        server.list(Kind.DEPLOYMENT, namespace, null).stream()
                .filter(deployment -> deployment.getMetadata().getName().equals(app))
                .forEach(deployment -> server.update(
                        SimulatedCluster.OWNER,
                        Kind.DEPLOYMENT,
                        change.apply(deployment.edit()).build()));
    }

    private void deleteAll(Kind<Deployment> kind, boolean canary) {
        server.list(kind, namespace, null).stream()
                .filter(deployment -> canary
                        ? isCanary(deployment)
                        : deployment.getMetadata().getName().equals(app))
                .forEach(deployment -> delete(kind, deployment));
    }

    private boolean isCanary(Deployment deployment) {
        var labels = deployment.getMetadata().getLabels();
        return labels != null
                && "canary".equals(labels.get(Labels.TRACK))
                && deployment.getMetadata().getName().startsWith(app + "-");
    }

    private java.util.List<HorizontalPodAutoscaler> hpas() {
        return server.list(Kind.HPA, namespace, null).stream()
                .filter(hpa -> hpa.getSpec().getScaleTargetRef().getName().equals(app))
                .toList();
    }

    private <T extends HasMetadata> void delete(Kind<T> kind, T object) {
        server.delete(
                SimulatedCluster.OWNER, kind, namespace, object.getMetadata().getName(), DeleteOptions.BACKGROUND);
    }
}
