package io.jenkins.plugins.greyrelease.image.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a build puts into a cluster. The script itself was tried with BuildKit; here is what it is given. */
class JobManifestTest {
    private final byte[] context = bytes(2 * JobObjects.PIECE + 17);
    private final BuildOrder order = Orders.order("shop/bases#7", context);
    private final JobObjects objects = new JobObjects(order);
    private final Job job = made(new JobManifest(order).job());

    @Test
    void theSameOrderIsTheSameJobAndAnyOtherIsAnother() {
        assertThat(order.name()).matches("grey-build-[0-9a-f]{20}");
        assertThat(Orders.order("shop/bases#7", context.clone()).name()).isEqualTo(order.name());
        assertThat(Orders.order("shop/bases#8", context).name()).isNotEqualTo(order.name());
        assertThat(Orders.order("shop/bases#7", bytes(3)).name()).isNotEqualTo(order.name());
    }

    @Test
    void itRunsOnceWithinItsMeansAndGoesByItself() {
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        assertThat(job.getSpec().getSuspend()).isTrue();
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(1800);
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(3600);
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getNodeSelector()).containsEntry("kubernetes.io/arch", "amd64");
        assertThat(pod.getImagePullSecrets()).singleElement().hasFieldOrPropertyWithValue("name", "pull");
        var container = pod.getContainers().get(0);
        assertThat(container.getResources().getRequests())
                .isEqualTo(container.getResources().getLimits())
                .hasToString("{cpu=2, memory=4Gi}");
        assertThat(container.getSecurityContext().getSeccompProfile().getType()).isEqualTo("Unconfined");
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1000);
        assertThat(container.getSecurityContext().getPrivileged()).isNull();
    }

    @Test
    void theBuilderIsToldWhatMakesTheImageTheSameEachTime() {
        assertThat(new JobManifest(order).arguments())
                .contains(
                        "--opt=build-arg:SOURCE_DATE_EPOCH=1700000000",
                        "--opt=platform=linux/amd64",
                        "--opt=context:php:8=docker-image://docker.io/library/php@sha256:" + "1".repeat(64),
                        "--opt=label:b=with, \"quotes\"")
                .last()
                .isEqualTo("--output=type=image,name=harbor.example/base/php,push=true,push-by-digest=true,"
                        + "name-canonical=true,oci-mediatypes=true,rewrite-timestamp=true,annotation.a=plain,"
                        + "\"annotation.b=with, \"\"quotes\"\"\"");
    }

    @Test
    void theContextTravelsInPiecesThatAConfigMapHolds() {
        List<ConfigMap> pieces = objects.context(job);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (ConfigMap piece : pieces) {
            byte[] part = Base64.getDecoder()
                    .decode(piece.getBinaryData().values().iterator().next());
            assertThat(part.length).isLessThanOrEqualTo(JobObjects.PIECE);
            whole.writeBytes(part);
        }
        assertThat(whole.toByteArray()).isEqualTo(context);
        assertThat(pieces)
                .extracting(each -> each.getBinaryData().keySet().iterator().next())
                .isSorted()
                .hasSize(3);
        var volume = job.getSpec().getTemplate().getSpec().getVolumes().get(0);
        assertThat(volume.getProjected().getSources())
                .extracting(each -> each.getConfigMap().getName())
                .isEqualTo(pieces.stream()
                        .map(each -> each.getMetadata().getName())
                        .toList());
    }

    @Test
    void theBuilderKnowsHowToReachTheRegistries() {
        ConfigMap settings = objects.settings(job);
        assertThat(settings.getData())
                .containsEntry("Dockerfile", "FROM php:8\nCOPY . /srv\n")
                .containsEntry("ca-0.pem", "PEM")
                .containsEntry(
                        "buildkitd.toml",
                        "[registry.\"harbor.example\"]\n  ca = [\"/grey/settings/ca-0.pem\"]\n"
                                + "[registry.\"plain.example:5000\"]\n  http = true\n");
    }

    @Test
    void credentialsAreInTheSecretAndNowhereElse() {
        Secret secret = objects.secret(job);
        String logins = new String(
                Base64.getDecoder().decode(secret.getData().get(".dockerconfigjson")), StandardCharsets.UTF_8);
        assertThat(logins)
                .isEqualTo("{\"auths\":{\"harbor.example\":{\"auth\":\"" + base64("robot:geheim")
                        + "\"},\"plain.example:5000\":{\"registrytoken\":\"token\"}}}");
        assertThat(secret.getType()).isEqualTo("kubernetes.io/dockerconfigjson");
        String all = Serialization.asYaml(job) + Serialization.asYaml(objects.settings(job));
        assertThat(all)
                .doesNotContain("geheim")
                .doesNotContain(base64("robot:geheim"))
                .doesNotContain("token:");
    }

    @Test
    void everythingGoesWithTheJob() {
        List<OwnerReference> owners =
                new java.util.ArrayList<>(objects.settings(job).getMetadata().getOwnerReferences());
        owners.addAll(objects.secret(job).getMetadata().getOwnerReferences());
        objects.context(job).forEach(each -> owners.addAll(each.getMetadata().getOwnerReferences()));
        assertThat(owners).hasSize(5).allSatisfy(owner -> {
            assertThat(owner.getKind()).isEqualTo("Job");
            assertThat(owner.getUid()).isEqualTo("uid-1");
        });
    }

    private static Job made(Job job) {
        return job.edit().editMetadata().withUid("uid-1").endMetadata().build();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
