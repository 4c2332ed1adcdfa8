package io.jenkins.plugins.greyrelease.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {

    private static final String CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\n";

    @TempDir
    private Path directory;

    @Test
    void documentsBecomeTypedObjectsWithANamespace() {
        Manifests manifests = parse("# first\n---\n" + deployment("cart") + "---\n---\n" + CONFIG.formatted("conf"));

        assertThat(manifests.objects())
                .extracting(HasMetadata::getKind, o -> o.getMetadata().getNamespace())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Deployment", "shop"),
                        org.assertj.core.groups.Tuple.tuple("ConfigMap", "shop"));
        assertThat(((Deployment) manifests.objects().get(0)).getSpec().getReplicas())
                .isEqualTo(3);
        assertThat(manifests.remarks()).isEmpty();
    }

    @Test
    void unknownKindsAreKeptAndRemarkedOnce() {
        Manifests manifests = parse("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n---\n"
                + "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: b}\n---\n"
                + "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: c}\nspec: {x: 1}\n");

        assertThat(manifests.objects()).isEmpty();
        assertThat(manifests.others()).hasSize(3);
        assertThat((Object) manifests.others().get(2).get("spec", "x")).isEqualTo(1);
        assertThat(manifests.remarks())
                .containsExactly("kept and ignored, because a rehearsal does not act on these kinds:"
                        + " ServiceAccount (2), Thing");
    }

    @Test
    void aMisspeltFieldIsRemarked() {
        Manifests manifests = parse(deployment("cart")
                .replace("replicas: 3", "replica: 3")
                .replace("image: registry", "imagePolicy: Never\n        image: registry"));

        assertThat(manifests.remarks())
                .containsExactly("fields that nobody knows, ignored: deployment/cart"
                        + " spec.template.spec.containers[0].imagePolicy, deployment/cart spec.replica");
    }

    @Test
    void listsAreTakenApartAndOwnedObjectsLeftToTheirOwners() {
        Manifests manifests = parse("apiVersion: v1\nkind: List\nitems:\n"
                + "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: old, resourceVersion: '7'}}\n"
                + "- apiVersion: v1\n  kind: Pod\n  metadata: {name: p, ownerReferences: [{kind: ReplicaSet, name: r,"
                + " uid: u, apiVersion: apps/v1}]}\n");

        assertThat(manifests.objects()).hasSize(1);
        assertThat(manifests.objects().get(0).getMetadata().getUid()).isNull();
        assertThat(manifests.remarks()).containsExactly("left out, because their owners make them anew: pod/p");
    }

    @Test
    void anAutoscalerOfVersionOneIsConverted() {
        Manifests manifests = parse("apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\n"
                + "spec:\n  maxReplicas: 9\n  targetCPUUtilizationPercentage: 70\n"
                + "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}\n");

        HorizontalPodAutoscaler hpa =
                (HorizontalPodAutoscaler) manifests.objects().get(0);
        assertThat(hpa.getApiVersion()).isEqualTo("autoscaling/v2");
        assertThat(hpa.getSpec().getMetrics().get(0).getResource().getTarget().getAverageUtilization())
                .isEqualTo(70);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() {
        assertThatThrownBy(() -> parse("just text\n---\n" + CONFIG.formatted("a") + "---\nkind: Deployment\n---\n"
                        + deployment("cart").replace("replicas: 3", "replicas: three") + "---\n"
                        + CONFIG.formatted("a")
                        + "---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: b}\n"
                        + "---\napiVersion: v1\nkind: ConfigMap\n"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("m.yaml, document 1 (line 1): not a Kubernetes object, but a text")
                .hasMessageContaining("m.yaml, document 3 (line 8): not a Kubernetes object: apiVersion and kind are"
                        + " required, found no apiVersion and kind Deployment")
                .hasMessageContaining("m.yaml, document 4 (line 10): not a valid Deployment: spec.replicas: ")
                .hasMessageContaining("configmap/a in shop is there twice, first in m.yaml, document 2 (line 3)")
                .hasMessageContaining("PodDisruptionBudget of policy/v1beta1 is not served: use policy/v1")
                .hasMessageContaining("ConfigMap without metadata.name");
    }

    @Test
    void brokenYamlIsNamedByLineAndColumn() {
        assertThatThrownBy(() -> parse(CONFIG.formatted("a") + "---\nkind: [\n"))
                .hasMessageStartingWith("m.yaml, document 2, line 7, column 1: ");
        assertThatThrownBy(() -> parse(CONFIG.formatted("a") + "kind: Pod\n"))
                .hasMessageContaining("document 1")
                .hasMessageContaining("kind");
    }

    @Test
    void aliasBombsAndBottomlessNestingAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> parse(bomb.toString())).hasMessageContaining("grows without bounds");
        assertThatThrownBy(() -> parse("a: &a [*a]\n")).hasMessageContaining("grows without bounds");
        assertThatThrownBy(() -> parse("a: " + "[".repeat(200_000))).hasMessageContaining("m.yaml, document 1");
    }

    @Test
    void aHugeFileIsNotReadAtAll() throws IOException {
        Path file = directory.resolve("huge.yaml");
        Files.write(file, Collections.nCopies(10 * 1024, "#".repeat(1023)));

        assertThatThrownBy(() -> Manifests.load(file, "shop"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("huge.yaml: 10485760 bytes, at most 8388608 are read (8 MiB)");
    }

    @Test
    void aDirectoryIsLoadedInTheOrderOfItsNames() throws IOException {
        Files.writeString(directory.resolve("b.yml"), CONFIG.formatted("second"));
        Files.writeString(
                directory.resolve("a.json"),
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"first\"}}");
        Files.writeString(directory.resolve("notes.txt"), "not ours");

        assertThat(Manifests.load(directory, "shop").objects())
                .extracting(o -> o.getMetadata().getName())
                .containsExactly("first", "second");
    }

    @Test
    void whatIsNotThereOrNotTextIsSaid() throws IOException {
        Path binary = Files.write(directory.resolve("x.yaml"), new byte[] {(byte) 0xc3, (byte) 0x28});
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThatThrownBy(() -> Manifests.load(directory.resolve("nothing"), "shop"))
                .hasMessageEndingWith("nothing: no such file or directory");
        assertThatThrownBy(() -> Manifests.load(binary, "shop")).hasMessageEndingWith("x.yaml: is not UTF-8 text");
        assertThatThrownBy(() -> Manifests.load(empty, "shop"))
                .hasMessageContaining("no .yaml, .yml or .json file in this directory");
    }

    private static Manifests parse(String text) {
        return Manifests.parse("m.yaml", text, "shop");
    }

    private static String deployment(String name) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: %1$s
            spec:
              replicas: 3
              selector:
                matchLabels: {app: %1$s}
              template:
                metadata:
                  labels: {app: %1$s}
                spec:
                  initContainers: null
                  containers:
                  - name: server
                    image: registry.example/%1$s:v1
            """.formatted(name);
    }
}
