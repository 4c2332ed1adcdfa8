package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private final ApiServer server = new Given().server;

    @ParameterizedTest
    @ValueSource(strings = {"Cart", "cart_1", "-cart", "cart.", "wägen"})
    void namesAreDnsSubdomains(String name) {
        assertThat(refusedWith(deployment(name), Kind.DEPLOYMENT)).contains("metadata.name: Invalid value");
    }

    @Test
    void aNameHasAtMost253CharactersAndALabelAtMost63() {
        Deployment longest = labelled(renamed("a".repeat(253)), "team", "x".repeat(63));
        assertThat(server.create(WHO, Kind.DEPLOYMENT, longest)).isNotNull();

        assertThat(refusedWith(renamed("a".repeat(254)), Kind.DEPLOYMENT)).contains("metadata.name");
        assertThat(refusedWith(labelled(deployment("cart"), "team", "x".repeat(64)), Kind.DEPLOYMENT))
                .contains("metadata.labels");
        assertThat(refusedWith(labelled(deployment("cart"), "a/b/c", "x"), Kind.DEPLOYMENT))
                .contains("a qualified name is expected");
    }

    @Test
    void theSelectorMustMatchTheTemplate() {
        Deployment astray = new DeploymentBuilder(deployment("cart"))
                .editSpec()
                .editTemplate()
                .editMetadata()
                .withLabels(Map.of("app", "other"))
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(refusedWith(astray, Kind.DEPLOYMENT)).contains("`selector` does not match template `labels`");
    }

    @Test
    void theSelectorNeverChanges() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        Deployment other = new DeploymentBuilder(deployment("cart"))
                .editSpec()
                .editSelector()
                .addToMatchLabels("tier", "x")
                .endSelector()
                .editTemplate()
                .editMetadata()
                .addToLabels("tier", "x")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(refusal(() -> server.update(WHO, Kind.DEPLOYMENT, other)))
                .hasMessageContaining("spec.selector")
                .hasMessageContaining("field is immutable");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Deployment wrong = new DeploymentBuilder(deployment("cart"))
                .editSpec()
                .withReplicas(-1)
                .withMinReadySeconds(700)
                .withNewStrategy()
                .withType("Sideways")
                .endStrategy()
                .editTemplate()
                .editSpec()
                .withRestartPolicy("Never")
                .editFirstContainer()
                .withImage("")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(refusedWith(wrong, Kind.DEPLOYMENT))
                .contains("spec.replicas: Invalid value: -1: must be greater than or equal to 0")
                .contains("spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds")
                .contains("spec.strategy.type: Unsupported value: \"Sideways\"")
                .contains("spec.template.spec.restartPolicy: Unsupported value: \"Never\"")
                .contains("spec.template.spec.containers[0].image: Required value");
    }

    @Test
    void aRollThatMayNeitherSurgeNorLackIsRefused() {
        Deployment stuck = new DeploymentBuilder(deployment("cart"))
                .editSpec()
                .withNewStrategy()
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(0))
                .withMaxUnavailable(new IntOrString("0%"))
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build();

        assertThat(refusedWith(stuck, Kind.DEPLOYMENT)).contains("may not be 0 when `maxSurge` is 0");
    }

    @Test
    void ofAPodOnlyImagesAndTheNodeThatItGetsChange() {
        Pod made = server.create(WHO, Kind.POD, Given.pod("a"));
        Pod bound = server.update(WHO, Kind.POD, onNode(made, "node-1"));
        Pod newer = new PodBuilder(bound)
                .editSpec()
                .editFirstContainer()
                .withImage("registry.example/cart:v2")
                .endContainer()
                .endSpec()
                .build();
        server.update(WHO, Kind.POD, newer);

        assertThat(refusal(() -> server.update(WHO, Kind.POD, onNode(withoutVersion(bound), "node-2"))))
                .hasMessageContaining("pod updates may not change fields other than");
    }

    @Test
    void aRequestAboveItsLimitIsRefused() {
        Pod greedy = new PodBuilder(Given.pod("a"))
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity("2"))
                .addToLimits("cpu", new Quantity("1500m"))
                .endResources()
                .endContainer()
                .endSpec()
                .build();

        assertThat(refusedWith(greedy, Kind.POD)).contains("must be less than or equal to cpu limit of 1500m");
    }

    @Test
    void anAutoscalerNeedsATargetAndAMaximumAboveItsMinimum() {
        var hpa = new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("cart")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(5)
                .withMaxReplicas(2)
                .withNewScaleTargetRef("apps/v1", "Deployment", "cart")
                .endSpec();
        assertThat(refusedWith(hpa.build(), Kind.HPA)).contains("must be greater than or equal to `minReplicas`");
        assertThat(refusedWith(hpa.editSpec().withScaleTargetRef(null).endSpec().build(), Kind.HPA))
                .contains("spec.scaleTargetRef: Required value");
    }

    @Test
    void aBudgetSaysOneOfBothAndIsUpdatedWithItsVersionOnly() {
        var budget = new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace(NS)
                .endMetadata()
                .withNewSpec()
                .withMaxUnavailable(new IntOrString("50%"))
                .endSpec();
        server.create(WHO, Kind.PDB, budget.build());
        var changed = budget.editSpec()
                .withMaxUnavailable(new IntOrString(1))
                .endSpec()
                .build();

        assertThat(refusal(() -> server.update(WHO, Kind.PDB, changed)))
                .hasMessageContaining("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        var both = budget.editMetadata()
                .withName("both")
                .endMetadata()
                .editSpec()
                .withMinAvailable(new IntOrString(1))
                .endSpec()
                .build();
        assertThat(refusedWith(both, Kind.PDB)).contains("minAvailable and maxUnavailable cannot be both set");
    }

    @Test
    void unknownNamespacesAreRefusedIfTheClusterKnowsItsOwn() {
        server.namespaces(Set.of("web"));

        KubeException refusal = refusal(() -> server.create(WHO, Kind.DEPLOYMENT, deployment("cart")));
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal).hasMessageContaining("namespaces \"shop\" not found");
    }

    @Test
    void aWebhookMayChangeAndRefuse() {
        server.webhook((who, before, after) -> {
            if (after.getMetadata().getName().equals("bad")) {
                throw new Admission.Denied("no bad names");
            }
            return labelled((Deployment) after, "injected", "yes");
        });

        Deployment made = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        assertThat(made.getMetadata().getLabels()).containsEntry("injected", "yes");
        KubeException refusal = refusal(() -> server.create(WHO, Kind.DEPLOYMENT, deployment("bad")));
        assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refusal).hasMessageContaining("admission webhook denied the request: no bad names");
    }

    private <T extends HasMetadata> String refusedWith(T object, Kind<T> kind) {
        KubeException refusal = refusal(() -> server.create(WHO, kind, object));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.status()).isEqualTo(422);
        return refusal.getMessage();
    }

    private static Deployment renamed(String name) {
        return deployment("cart")
                .edit()
                .editMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static Deployment labelled(Deployment deployment, String key, String value) {
        return deployment
                .edit()
                .editMetadata()
                .addToLabels(key, value)
                .endMetadata()
                .build();
    }

    private static Pod onNode(Pod pod, String node) {
        return new PodBuilder(pod).editSpec().withNodeName(node).endSpec().build();
    }

    private static Pod withoutVersion(Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .build();
    }
}
