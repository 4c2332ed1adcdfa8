package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of reads and writes. */
interface WriteContract extends Port {

    @Test
    default void whatIsCreatedComesBackWithWhatTheServerAdds() {
        Deployment created = create(deployment("cart"));

        assertThat(created.getMetadata().getUid()).isNotBlank();
        assertThat(created.getMetadata().getResourceVersion()).isNotBlank();
        assertThat(created.getMetadata().getCreationTimestamp()).isNotBlank();
        assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(created.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(created.getSpec().getProgressDeadlineSeconds()).isEqualTo(600);
        assertThat(read(created).getMetadata().getUid())
                .isEqualTo(created.getMetadata().getUid());
        assertThat(read(created).getSpec()).isEqualTo(created.getSpec());
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        KubeException refusal = refusal(cluster().get(Kind.DEPLOYMENT, ns(), "nobody"));

        assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal).hasMessageContaining("get deployment/nobody in " + ns() + ": 404 ");
        assertThat(refusal(cluster().patch(Kind.DEPLOYMENT, ns(), "nobody", Patch.merge("{}"), WriteOptions.FOR_REAL))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
        ConfigMap none = map("nobody")
                .edit()
                .editMetadata()
                .withResourceVersion("1")
                .endMetadata()
                .build();
        assertThat(refusal(cluster().update(Kind.CONFIG_MAP, none, WriteOptions.FOR_REAL))
                        .reason())
                .isIn(Reason.NOT_FOUND, Reason.CONFLICT);
    }

    @Test
    default void aNameIsTakenOnce() {
        create(map("one"));

        KubeException refusal = refusal(cluster().create(Kind.CONFIG_MAP, map("one"), WriteOptions.FOR_REAL));
        assertThat(refusal.reason()).isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(refusal.status()).isEqualTo(409);
    }

    @Test
    default void anUpdateOfAnOlderStateIsAConflict() {
        ConfigMap first = create(map("one"));
        ConfigMap second = answer(cluster()
                .update(Kind.CONFIG_MAP, first.edit().addToData("a", "1").build(), WriteOptions.FOR_REAL));

        KubeException refusal = refusal(cluster()
                .update(Kind.CONFIG_MAP, first.edit().addToData("a", "2").build(), WriteOptions.FOR_REAL));
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(answer(cluster().get(Kind.CONFIG_MAP, ns(), "one"))).isEqualTo(second);
    }

    @Test
    default void ofTwoUpdatesOfOneStateExactlyOneIsDone() {
        ConfigMap first = create(map("one"));
        CompletableFuture<ConfigMap> a = cluster()
                .update(Kind.CONFIG_MAP, first.edit().addToData("a", "1").build(), WriteOptions.FOR_REAL);
        CompletableFuture<ConfigMap> b = cluster()
                .update(Kind.CONFIG_MAP, first.edit().addToData("a", "2").build(), WriteOptions.FOR_REAL);
        until("both answers", () -> a.isDone() && b.isDone());

        assertThat(List.of(a, b))
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(1);
    }

    @Test
    default void anUpdateThatChangesNothingKeepsTheVersion() {
        ConfigMap first = create(map("one"));

        ConfigMap second = answer(cluster().update(Kind.CONFIG_MAP, first, WriteOptions.FOR_REAL));
        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    default void theGenerationCountsChangesOfTheSpecOnly() {
        Deployment created = create(deployment("cart"));
        Deployment labelled = update(
                created, now -> now.editMetadata().addToLabels("team", "x").endMetadata(), WriteOptions.FOR_REAL);
        Deployment changed = answer(cluster()
                .patch(
                        Kind.DEPLOYMENT,
                        ns(),
                        "cart",
                        Patch.merge("{\"spec\":{\"minReadySeconds\":5}}"),
                        WriteOptions.FOR_REAL));

        assertThat(labelled.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(changed.getMetadata().getLabels()).containsEntry("team", "x");
    }

    @Test
    default void aDryRunChecksEverythingAndStoresNothing() {
        Deployment would = answer(cluster().create(Kind.DEPLOYMENT, deployment("cart"), WriteOptions.DRY_RUN));
        assertThat(would.getSpec().getRevisionHistoryLimit()).isEqualTo(10);
        assertThat(refusal(cluster().get(Kind.DEPLOYMENT, ns(), "cart")).reason())
                .isEqualTo(Reason.NOT_FOUND);

        Deployment created = create(deployment("cart"));
        Patch five = Patch.merge("{\"spec\":{\"replicas\":5}}");
        assertThat(answer(cluster().patch(Kind.DEPLOYMENT, ns(), "cart", five, WriteOptions.DRY_RUN))
                        .getSpec()
                        .getReplicas())
                .isEqualTo(5);
        assertThat(update(created, now -> now.editSpec().withReplicas(7).endSpec(), WriteOptions.DRY_RUN)
                        .getSpec()
                        .getReplicas())
                .isEqualTo(7);
        assertThat(read(created).getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    default void aMergePatchReplacesAddsAndTakesAway() {
        create(map("one", Map.of("a", "1", "b", "2")));
        ConfigMap patched = answer(cluster()
                .patch(
                        Kind.CONFIG_MAP,
                        ns(),
                        "one",
                        Patch.merge("{\"metadata\":{\"labels\":{\"a\":null,\"b\":\"3\",\"c\":\"4\"}}}"),
                        WriteOptions.FOR_REAL));

        assertThat(patched.getMetadata().getLabels()).isEqualTo(Map.of("b", "3", "c", "4"));
        assertThat(patched.getData()).isEqualTo(Map.of("key", "value"));
    }

    @Test
    default void aMergePatchOfAnOlderStateIsAConflict() {
        ConfigMap first = create(map("one"));
        answer(cluster()
                .update(Kind.CONFIG_MAP, first.edit().addToData("a", "1").build(), WriteOptions.FOR_REAL));
        String guarded = "{\"metadata\":{\"resourceVersion\":\""
                + first.getMetadata().getResourceVersion() + "\"},\"data\":{\"a\":\"2\"}}";

        assertThat(refusal(cluster().patch(Kind.CONFIG_MAP, ns(), "one", Patch.merge(guarded), WriteOptions.FOR_REAL))
                        .reason())
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    default void aJsonPatchWhoseTestFailsMeansLookAgain() {
        create(map("one"));
        Patch right = new Patch(
                Patch.Type.JSON,
                "[{\"op\":\"test\",\"path\":\"/data/key\",\"value\":\"value\"},"
                        + "{\"op\":\"replace\",\"path\":\"/data/key\",\"value\":\"new\"}]");

        assertThat(answer(cluster().patch(Kind.CONFIG_MAP, ns(), "one", right, WriteOptions.FOR_REAL))
                        .getData())
                .isEqualTo(Map.of("key", "new"));
        KubeException refusal = refusal(cluster().patch(Kind.CONFIG_MAP, ns(), "one", right, WriteOptions.FOR_REAL));
        assertThat(refusal.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refusal.status()).isEqualTo(422);
    }

    @Test
    default void aJsonPatchThatCannotBeAppliedIsInvalid() {
        create(map("one"));
        Patch wrong = new Patch(Patch.Type.JSON, "[{\"op\":\"remove\",\"path\":\"/data/nothing\"}]");

        assertThat(refusal(cluster().patch(Kind.CONFIG_MAP, ns(), "one", wrong, WriteOptions.FOR_REAL))
                        .reason())
                .isEqualTo(Reason.INVALID);
    }

    @Test
    default void aStrategicPatchChangesTheContainerItNames() {
        create(deployment("cart"));
        Deployment patched = answer(cluster()
                .patch(
                        Kind.DEPLOYMENT,
                        ns(),
                        "cart",
                        new Patch(
                                Patch.Type.STRATEGIC,
                                "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                                        + "[{\"name\":\"helper\",\"image\":\"registry.example/helper:v2\"}]}}}}"),
                        WriteOptions.FOR_REAL));

        assertThat(patched.getSpec().getTemplate().getSpec().getContainers())
                .extracting(Container::getImage)
                .containsExactly("registry.example/cart:v1", "registry.example/helper:v2");
    }

    @Test
    default void anObjectThatContradictsItselfIsInvalid() {
        Deployment wrong = deployment("cart")
                .edit()
                .editSpec()
                .editSelector()
                .addToMatchLabels("app", "other")
                .endSelector()
                .endSpec()
                .build();

        KubeException refusal = refusal(cluster().create(Kind.DEPLOYMENT, wrong, WriteOptions.FOR_REAL));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal.status()).isEqualTo(422);
    }

    @Test
    default void aSelectorIsForEver() {
        create(deployment("cart"));
        Patch other = Patch.merge("{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"x\"}},\"template\":"
                + "{\"metadata\":{\"labels\":{\"app\":\"x\"}}}}}");

        assertThat(refusal(cluster().patch(Kind.DEPLOYMENT, ns(), "cart", other, WriteOptions.FOR_REAL))
                        .reason())
                .isEqualTo(Reason.INVALID);
    }

    @Test
    default void scalingSetsTheReplicasAndNothingElse() {
        Deployment created = create(deployment("cart"));
        Deployment scaled = answer(cluster().scale(Kind.DEPLOYMENT, ns(), "cart", 7));

        assertThat(scaled.getSpec())
                .isEqualTo(created.getSpec().edit().withReplicas(7).build());
        assertThat(refusal(cluster().scale(Kind.CONFIG_MAP, ns(), "one", 7)).reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal(cluster().scale(Kind.DEPLOYMENT, ns(), "cart", -1)).reason())
                .isEqualTo(Reason.INVALID);
    }

    @Test
    default void aLeaseKeepsItsMicroseconds() {
        ZonedDateTime renewed = ZonedDateTime.parse("2026-01-05T08:00:00.123456Z");
        Lease lease = new LeaseBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace(ns())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("jenkins/shop/7/abcd")
                .withLeaseDurationSeconds(30)
                .withRenewTime(renewed)
                .endSpec()
                .build();
        answer(cluster().create(Kind.LEASE, lease, WriteOptions.FOR_REAL));

        Lease read = answer(cluster().get(Kind.LEASE, ns(), "cart"));
        assertThat(read.getSpec().getRenewTime().toInstant()).isEqualTo(renewed.toInstant());
        assertThat(read.getSpec().getHolderIdentity()).isEqualTo("jenkins/shop/7/abcd");
    }

    @Test
    default void theServerSaysWhatWeMayDo() {
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(ns())
                .withVerb("patch")
                .withGroup("apps")
                .withResource("deployments")
                .endResourceAttributes()
                .endSpec()
                .build();

        SelfSubjectAccessReview answer =
                answer(cluster().create(Kind.SELF_SUBJECT_ACCESS_REVIEW, question, WriteOptions.FOR_REAL));
        assertThat(answer.getStatus().getAllowed()).isTrue();
    }

    @Test
    default void aPodBeyondTheQuotaIsRefusedAsSuch() {
        answer(cluster()
                .create(
                        Kind.RESOURCE_QUOTA,
                        new ResourceQuotaBuilder()
                                .withNewMetadata()
                                .withName("none")
                                .withNamespace(ns())
                                .endMetadata()
                                .withNewSpec()
                                .addToHard("pods", new Quantity("0"))
                                .endSpec()
                                .build(),
                        WriteOptions.FOR_REAL));
        until("the quota to be known", () -> {
            var status =
                    answer(cluster().get(Kind.RESOURCE_QUOTA, ns(), "none")).getStatus();
            return status != null
                    && status.getUsed() != null
                    && status.getUsed().containsKey("pods");
        });

        KubeException refusal = refusal(cluster()
                .create(
                        Kind.POD,
                        new PodBuilder()
                                .withNewMetadata()
                                .withName("one")
                                .withNamespace(ns())
                                .endMetadata()
                                .withSpec(deployment("one")
                                        .getSpec()
                                        .getTemplate()
                                        .getSpec())
                                .build(),
                        WriteOptions.FOR_REAL));
        assertThat(refusal.reason()).isEqualTo(Reason.QUOTA);
        assertThat(refusal.status()).isEqualTo(403);
    }
}
