package io.jenkins.plugins.greyrelease.rollout;

import static io.jenkins.plugins.greyrelease.kube.contract.RealClusters.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real API server, asking RBAC, lets somebody do who has the rights of {@code examples/rbac} and no others. */
@OnRealClusters
class RealRightsTest {
    private static final Path RIGHTS = Path.of("examples/rbac/release.yaml");
    private static final Kind<ClusterRole> CLUSTER_ROLE =
            new Kind<>(ClusterRole.class, "rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false);
    private static final Kind<RoleBinding> ROLE_BINDING =
            new Kind<>(RoleBinding.class, "rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true);

    private final RealClusters real = new RealClusters();
    private final String name = real.names().get(0);
    private final Cluster cluster = real.cluster(name);
    private final String namespace = real.namespace("rights", List.of(name));
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void onATestbed() {
        assumeThat(real.testbed()).as("only a testbed has a user for this").isPresent();
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void whoHasNoRightsIsRefusedBeforeAnythingIsChanged() {
        try (RealApp app = app()) {
            assertThat(release("v2")).as(this::said).isNotEqualTo(Outcome.RELEASED);
            app.assertEndedOn("registry.example/cart:v1");
            assertThat(app.podEvents()).isEmpty();
        }
    }

    @Test
    void theRightsOfTheExampleAreEnoughForAReleaseAndForTheWayBack() throws IOException {
        bind();
        try (RealApp app = app()) {
            assertThat(release("v2")).as(this::said).isEqualTo(Outcome.RELEASED);
            app.assertEndedOn("registry.example/cart:v2");
            assertThat(release("v1")).as(this::said).isEqualTo(Outcome.RELEASED);
            app.assertEndedOn("registry.example/cart:v1");
        } finally {
            answer(cluster.delete(CLUSTER_ROLE, null, namespace, DeleteOptions.BACKGROUND));
        }
    }

    /** The example's role, under a name of this test alone, for the testbed's user in this namespace. */
    private void bind() throws IOException {
        ClusterRole role = Serialization.unmarshal(Files.readString(RIGHTS), ClusterRole.class);
        answer(cluster.create(
                CLUSTER_ROLE,
                new ClusterRoleBuilder(role)
                        .editMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build(),
                WriteOptions.FOR_REAL));
        answer(cluster.create(
                ROLE_BINDING,
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("grey")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", namespace)
                        .addNewSubject("rbac.authorization.k8s.io", "User", "grey", null)
                        .build(),
                WriteOptions.FOR_REAL));
    }

    private RealApp app() {
        Deployment deployment = Rig.deployment("cart", 2, "registry.example/cart:v1")
                .edit()
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .build();
        return new RealApp(real, name, deployment);
    }

    private Outcome release(String version) {
        Fleet fleet = real.client("-grey").fleet();
        Rollouts rollouts = new Rollouts(() -> fleet, real.scheduler(), new RandomIds(), "real-rights-test");
        ReleaseSpec spec = Specs.of("cart")
                .namespace(namespace)
                .image("registry.example/cart:" + version)
                .clusters(name)
                .batches(Rig.pods(1), Rig.rest())
                .build();
        Release release = rollouts.start(spec, new Hooks(), Releases.IfBusy.REFUSE);
        real.until("the end of the release", release.result()::isDone, Duration.ofMinutes(3));
        return release.result().join().outcome();
    }

    private String said() {
        return String.join("\n", lines);
    }

    private final class Hooks implements ReleaseHooks {
        @Override
        public CompletableFuture<Verdict> check(BatchReport batch) {
            return CompletableFuture.completedFuture(new Verdict.Passed());
        }

        @Override
        public void event(ReleaseEvent event) {
            lines.add(event.kind() + " " + event.text());
        }
    }
}
