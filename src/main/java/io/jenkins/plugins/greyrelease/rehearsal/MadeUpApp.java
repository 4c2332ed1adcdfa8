package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import java.util.List;
import java.util.Map;

/**
 * An app that a Jenkinsfile names and no manifest describes: ten pods, a Service and a disruption budget. The
 * pods request 100m of CPU and 128Mi of memory each, so that autoscalers can be rehearsed.
 *
 * @param namespace where it is put
 * @param name of everything it consists of
 * @param container name of its only container
 * @param image what it runs
 */
record MadeUpApp(String namespace, String name, String container, String image) {
    /** How many pods a made-up app has. */
    static final int PODS = 10;

    private static final int PORT = 8080;
    private static final int LONGEST_LABEL = 63;

    /**
     * The image that would have run before {@code image}: the same repository with the tag {@code before}. Worked
     * example: {@code registry:5000/shop/cart:2.0} gives {@code registry:5000/shop/cart:before}.
     */
    static String imageBefore(String image) {
        String plain = image.replaceFirst("@.*$", "");
        int colon = plain.lastIndexOf(':');
        return (colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain) + ":before";
    }

    /** Creates it. */
    void createIn(ApiServer server) {
        server.create(SimulatedCluster.OWNER, Kind.DEPLOYMENT, deployment());
        server.create(
                SimulatedCluster.OWNER,
                Kind.SERVICE,
                new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(shortened(name))
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(labels())
                        .addNewPort()
                        .withPort(80)
                        .withTargetPort(new IntOrString(PORT))
                        .endPort()
                        .endSpec()
                        .build());
        server.create(
                SimulatedCluster.OWNER,
                Kind.PDB,
                new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withMaxUnavailable(new IntOrString("25%"))
                        .withNewSelector()
                        .withMatchLabels(labels())
                        .endSelector()
                        .endSpec()
                        .build());
    }

    /** Gives it another image, as its owner would; its pods roll. */
    void moveTo(ApiServer server, String newImage) {
        Deployment now = server.get(Kind.DEPLOYMENT, namespace, name);
        server.update(
                SimulatedCluster.OWNER,
                Kind.DEPLOYMENT,
                now.edit()
                        .editSpec()
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage(newImage)
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    /** Whether the cluster has a Deployment of that name already. */
    boolean isIn(ApiServer server) {
        List<? extends HasMetadata> all = server.list(Kind.DEPLOYMENT, namespace, null);
        return all.stream().anyMatch(each -> each.getMetadata().getName().equals(name));
    }

    private Map<String, String> labels() {
        return Map.of("app", shortened(name));
    }

    /** Labels, containers and Services have shorter names than Deployments may have. */
    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_LABEL))
                .replace('.', '-')
                .replaceFirst("-+$", "");
    }

    private Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .withReplicas(PODS)
                .withNewSelector()
                .withMatchLabels(labels())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(shortened(container))
                .withImage(image)
                .addNewPort()
                .withContainerPort(PORT)
                .endPort()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/ready")
                .withPort(new IntOrString(PORT))
                .endHttpGet()
                .withPeriodSeconds(2)
                .endReadinessProbe()
                .withNewResources()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("128Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
