package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatchesTest {

    private final ApiServer server = new Given().server;
    private Deployment before;

    @BeforeEach
    void aDeployment() {
        before = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
    }

    @Test
    void anEmptyPatchIsNoEvent() {
        assertThat(patch(Patch.Type.MERGE, "{}")).isEqualTo(before);
        assertThat(patch(Patch.Type.STRATEGIC, "{}")).isEqualTo(before);
        assertThat(server.listing(Kind.DEPLOYMENT, NS, null).resourceVersion()).isEqualTo("1001");
    }

    @Test
    void aMergePatchChangesAndTakesAway() {
        Deployment after = patch(
                Patch.Type.MERGE,
                "{\"metadata\":{\"labels\":{\"app\":null,\"team\":\"a\"}},\"spec\":{\"paused\":true}}");

        assertThat(after.getMetadata().getLabels()).isEqualTo(Map.of("team", "a"));
        assertThat(after.getSpec().getPaused()).isTrue();
        assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void aMergePatchGuardedByAnOldVersionIsAConflict() {
        server.scale(WHO, Kind.DEPLOYMENT, NS, "cart", 5);

        assertThat(refusal(() -> patch(Patch.Type.MERGE, guarded("1001"))).reason())
                .isEqualTo(Reason.CONFLICT);
        assertThat(patch(Patch.Type.MERGE, guarded("1002")).getSpec().getPaused())
                .isTrue();
    }

    @Test
    void aMergePatchReplacesListsAndAStrategicOneMergesThem() {
        String body = "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                + "[{\"name\":\"server\",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]},"
                + "{\"name\":\"sidecar\",\"image\":\"registry.example/sidecar:1\"}]}}}}";

        assertThat(refusal(() -> patch(Patch.Type.MERGE, body)))
                .hasMessageContaining("spec.template.spec.containers[0].image: Required value");

        assertThat(patch(Patch.Type.STRATEGIC, body)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers())
                .extracting(Container::getName, Container::getImage)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("server", "registry.example/cart:v1"),
                        org.assertj.core.groups.Tuple.tuple("sidecar", "registry.example/sidecar:1"));
    }

    @Test
    void aStrategicPatchDeletesByKeyAndReplacesWhole() {
        patch(
                Patch.Type.STRATEGIC,
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"sidecar\",\"image\":\"x:1\"}]}}}}");
        Deployment after = patch(
                Patch.Type.STRATEGIC,
                "{\"metadata\":{\"labels\":{\"$patch\":\"replace\",\"only\":\"this\"}},\"spec\":{\"template\":{\"spec\":"
                        + "{\"containers\":[{\"name\":\"sidecar\",\"$patch\":\"delete\"}]}}}}");

        assertThat(after.getMetadata().getLabels()).isEqualTo(Map.of("only", "this"));
        assertThat(after.getSpec().getTemplate().getSpec().getContainers()).hasSize(1);
    }

    @Test
    void finalizersMergeAsASetAndLeaveByName() {
        patch(Patch.Type.STRATEGIC, "{\"metadata\":{\"finalizers\":[\"a.example/x\"]}}");
        patch(Patch.Type.STRATEGIC, "{\"metadata\":{\"finalizers\":[\"a.example/y\"]}}");
        Deployment after = patch(
                Patch.Type.STRATEGIC, "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"a.example/x\"]}}");

        assertThat(after.getMetadata().getFinalizers()).containsExactly("a.example/y");
    }

    @Test
    void aJsonPatchChangesByPath() {
        Deployment after = patch(Patch.Type.JSON, "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":9}]");

        assertThat(after.getSpec().getReplicas()).isEqualTo(9);
    }

    @Test
    void aJsonPatchWhoseTestFailsSaysLookAgain() {
        KubeException refusal = refusal(() -> patch(
                Patch.Type.JSON,
                "[{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"1\"},"
                        + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":9}]"));

        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal.status()).isEqualTo(422);
    }

    @Test
    void aJsonPatchToNowhereIsInvalid() {
        assertThat(refusal(() -> patch(Patch.Type.JSON, "[{\"op\":\"remove\",\"path\":\"/spec/nothing\"}]"))
                        .reason())
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void aPatchOfTheObjectLeavesItsStatus() {
        Deployment after = patch(Patch.Type.MERGE, "{\"status\":{\"replicas\":7},\"spec\":{\"paused\":true}}");

        assertThat(after.getStatus()).isNull();
    }

    @Test
    void aPatchThatIsNoJsonOrNoObjectIsRefused() {
        assertThat(refusal(() -> patch(Patch.Type.MERGE, "{")).status()).isEqualTo(400);
        assertThat(refusal(() -> patch(Patch.Type.MERGE, "[]")).status()).isEqualTo(400);
        assertThat(refusal(() -> patch(Patch.Type.MERGE, "{\"spec\":{\"replicas\":\"many\"}}"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void customResourcesTakeNoStrategicPatch() {
        GenericKubernetesResource scaledObject = new GenericKubernetesResource();
        scaledObject.setApiVersion("keda.sh/v1alpha1");
        scaledObject.setKind("ScaledObject");
        scaledObject.setMetadata(
                new ObjectMetaBuilder().withName("cart").withNamespace(NS).build());
        scaledObject.setAdditionalProperties(Map.of("spec", Map.of("maxReplicaCount", 5)));
        server.create(WHO, Kind.SCALED_OBJECT, scaledObject);

        Patch pause = Patch.merge("{\"metadata\":{\"annotations\":{\"a\":\"b\"}},\"spec\":{\"maxReplicaCount\":6}}");
        GenericKubernetesResource after = server.patch(WHO, Kind.SCALED_OBJECT, NS, "cart", pause);
        assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
        assertThat((Object) after.get("spec", "maxReplicaCount")).isEqualTo(6);
        assertThat(refusal(() -> server.patch(
                                WHO, Kind.SCALED_OBJECT, NS, "cart", new Patch(Patch.Type.STRATEGIC, "{}")))
                        .status())
                .isEqualTo(415);
    }

    private static String guarded(String version) {
        return "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"spec\":{\"paused\":true}}";
    }

    private Deployment patch(Patch.Type type, String body) {
        return server.patch(WHO, Kind.DEPLOYMENT, NS, "cart", new Patch(type, body));
    }
}
