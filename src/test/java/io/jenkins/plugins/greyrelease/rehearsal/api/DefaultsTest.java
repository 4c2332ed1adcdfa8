package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {

    private final ApiServer server = new Given().server;

    @Test
    void aDeploymentRollsByAQuarterAndKeepsTenRevisions() {
        Deployment bare = new DeploymentBuilder(deployment("cart"))
                .editSpec()
                .withReplicas(null)
                .endSpec()
                .build();
        DeploymentSpec spec = server.create(WHO, Kind.DEPLOYMENT, bare).getSpec();

        assertThat(spec.getReplicas()).isEqualTo(1);
        assertThat(spec.getStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge()).isEqualTo(new IntOrString("25%"));
        assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable()).isEqualTo(new IntOrString("25%"));
        assertThat(spec.getRevisionHistoryLimit()).isEqualTo(10);
        assertThat(spec.getProgressDeadlineSeconds()).isEqualTo(600);
    }

    @Test
    void whatIsSaidStays() {
        Deployment said = new DeploymentBuilder(deployment("cart"))
                .editSpec()
                .withProgressDeadlineSeconds(60)
                .withNewStrategy()
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build();
        DeploymentSpec spec = server.create(WHO, Kind.DEPLOYMENT, said).getSpec();

        assertThat(spec.getProgressDeadlineSeconds()).isEqualTo(60);
        assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable()).isEqualTo(new IntOrString(0));
        assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge()).isEqualTo(new IntOrString("25%"));
    }

    @Test
    void aTemplateIsFilledLikeAPod() {
        PodSpec spec = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"))
                .getSpec()
                .getTemplate()
                .getSpec();

        assertThat(spec.getRestartPolicy()).isEqualTo("Always");
        assertThat(spec.getTerminationGracePeriodSeconds()).isEqualTo(30);
        assertThat(spec.getDnsPolicy()).isEqualTo("ClusterFirst");
        assertThat(spec.getSchedulerName()).isEqualTo("default-scheduler");
        assertThat(spec.getContainers().get(0).getTerminationMessagePath()).isEqualTo("/dev/termination-log");
        assertThat(spec.getTolerations()).as("only pods get these").isEmpty();
    }

    @Test
    void aCompleteObjectComesBackAsItIs() {
        Deployment complete = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        assertThat(Defaults.of(complete)).isSameAs(complete);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example/cart:v1, IfNotPresent",
        "registry.example/cart:latest, Always",
        "registry.example:5000/cart, Always",
        "cart@sha256:0123, IfNotPresent"
    })
    void anImageIsPulledAlwaysOnlyIfItsTagIsLatest(String image, String policy) {
        Pod pod = new PodBuilder(pod("a"))
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();

        assertThat(container(server.create(WHO, Kind.POD, pod)).getImagePullPolicy())
                .isEqualTo(policy);
    }

    @Test
    void aProbeAsksEveryTenSecondsAndGivesUpAfterThree() {
        Pod pod = new PodBuilder(pod("a"))
                .editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPort(new IntOrString(8080))
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();
        Probe probe = container(server.create(WHO, Kind.POD, pod)).getReadinessProbe();

        assertThat(probe.getPeriodSeconds()).isEqualTo(10);
        assertThat(probe.getTimeoutSeconds()).isEqualTo(1);
        assertThat(probe.getFailureThreshold()).isEqualTo(3);
        assertThat(probe.getSuccessThreshold()).isEqualTo(1);
        assertThat(probe.getHttpGet().getPath()).isEqualTo("/");
    }

    @Test
    void aPodIsPendingRequestsItsLimitsAndToleratesALostNodeForFiveMinutes() {
        Pod limited = new PodBuilder(pod("a"))
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToLimits("cpu", new Quantity("500m"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
        Pod made = server.create(WHO, Kind.POD, limited);

        assertThat(made.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(container(made).getResources().getRequests()).containsEntry("cpu", new Quantity("500m"));
        assertThat(made.getSpec().getTolerations())
                .extracting(Toleration::getKey, Toleration::getTolerationSeconds)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("node.kubernetes.io/not-ready", 300L),
                        org.assertj.core.groups.Tuple.tuple("node.kubernetes.io/unreachable", 300L));
    }

    @Test
    void aServiceIsInternalAndTargetsItsPort() {
        Service service = server.create(
                WHO,
                Kind.SERVICE,
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName("cart")
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build());

        assertThat(service.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(service.getSpec().getPorts().get(0).getProtocol()).isEqualTo("TCP");
        assertThat(service.getSpec().getPorts().get(0).getTargetPort()).isEqualTo(new IntOrString(80));
    }

    @Test
    void anAutoscalerKeepsOnePodAndItsAbsentBehaviorStaysAbsent() {
        HorizontalPodAutoscalerSpec spec =
                server.create(WHO, Kind.HPA, autoscaler().build()).getSpec();

        assertThat(spec.getMinReplicas()).isEqualTo(1);
        assertThat(spec.getBehavior()).isNull();
        assertThat(spec.getMetrics().get(0).getResource().getTarget().getAverageUtilization())
                .isEqualTo(80);
    }

    @Test
    void aHalfWrittenBehaviorIsFilledUp() {
        HorizontalPodAutoscaler half = autoscaler()
                .editSpec()
                .withNewBehavior()
                .withNewScaleUp()
                .withSelectPolicy("Disabled")
                .endScaleUp()
                .endBehavior()
                .endSpec()
                .build();
        var behavior = server.create(WHO, Kind.HPA, half).getSpec().getBehavior();

        assertThat(behavior.getScaleUp().getSelectPolicy()).isEqualTo("Disabled");
        assertThat(behavior.getScaleUp().getPolicies()).hasSize(2);
        assertThat(behavior.getScaleUp().getStabilizationWindowSeconds()).isZero();
        assertThat(behavior.getScaleDown().getSelectPolicy()).isEqualTo("Max");
        assertThat(behavior.getScaleDown().getPolicies()).hasSize(1);
        assertThat(behavior.getScaleDown().getStabilizationWindowSeconds()).isNull();
    }

    private static HorizontalPodAutoscalerBuilder autoscaler() {
        return new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("cart")
                .endMetadata()
                .withNewSpec()
                .withMaxReplicas(9)
                .withNewScaleTargetRef("apps/v1", "Deployment", "cart")
                .endSpec();
    }

    private static Container container(Pod pod) {
        return pod.getSpec().getContainers().get(0);
    }
}
