package io.jenkins.plugins.greyrelease.kube.client;

import static io.jenkins.plugins.greyrelease.kube.contract.RealClusters.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Reflector;
import io.jenkins.plugins.greyrelease.kube.Role;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.Testbed;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client on a real API server: TLS, certificates, HTTP/2, long lists. */
@OnRealClusters
class RealClientTest {
    private final RealClusters real = new RealClusters();
    private final String name = real.names().get(0);

    @AfterEach
    void close() {
        real.close();
    }

    private static Endpoint endpoint(String context) {
        return Endpoints.of(new Login.KubeconfigFile(Path.of(System.getProperty(RealClusters.KUBECONFIG)), context));
    }

    @Test
    void itSpeaksHttp2SoThatAllWatchesShareAConnection() throws Exception {
        Cluster cluster = real.cluster(name);
        String namespace = real.namespace("http2", List.of(name));
        List<Watch> watches = new ArrayList<>();
        CountDownLatch opened = new CountDownLatch(30);
        int before = connections();
        for (int i = 0; i < 30; i++) {
            watches.add(cluster.watch(Kind.CONFIG_MAP, namespace, Selector.EVERYTHING, "0", new Opened(opened)));
        }
        assertThat(opened.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(connections() - before).as("connections of 30 watches").isLessThan(5);
        watches.forEach(Watch::close);
    }

    /** Connections of this process to the API server, as the kernel counts them. */
    private int connections() throws Exception {
        int port = URI.create(endpoint(name).connection().server()).getPort();
        String suffix = String.format(":%04X", port);
        int count = 0;
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] words = line.trim().split("\\s+");
                // 01: established; those of other processes count too, so a few may come and go meanwhile
                if (words.length > 3 && words[2].endsWith(suffix) && words[3].equals("01")) {
                    count++;
                }
            }
        }
        return count;
    }

    @Test
    void aClientCertificateSaysWhoWeAre() {
        assumeThat(real.testbed()).as("only a testbed has a user for this").isPresent();
        Checkup token =
                answer(Checkup.of(real.client("-grey"), name, List.of(), List.of(Role.STATUS), real.scheduler()));
        Checkup certificate =
                answer(Checkup.of(real.client("-grey-cert"), name, List.of(), List.of(Role.STATUS), real.scheduler()));

        assertThat(token.user()).contains("grey");
        assertThat(certificate.user()).contains("grey");
        assertThat(certificate.server().ahead())
                .hasValueSatisfying(ahead -> assertThat(ahead).isZero());
        assertThat(certificate.good()).as("without a binding").isFalse();
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTalkedTo() {
        Endpoint right = endpoint(name);
        Login stranger = new Login.Token(right.connection().server(), Optional.empty(), "none");
        try (KubernetesFleet client =
                new KubernetesFleet(FleetSpec.simulated(List.of(name)), cluster -> stranger, real.scheduler())) {
            assertThatThrownBy(() -> answer(client.about(name)))
                    .isInstanceOf(KubeException.class)
                    .hasMessageContaining("no secure connection");
        }
    }

    @Test
    void aLongListComesWhole() {
        Cluster cluster = real.cluster(name);
        String namespace = real.namespace("pages", List.of(name));
        List<CompletableFuture<ConfigMap>> made = new ArrayList<>();
        for (int i = 0; i < 1001; i++) {
            made.add(cluster.create(
                    Kind.CONFIG_MAP,
                    new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName("one-" + i)
                            .endMetadata()
                            .build(),
                    WriteOptions.FOR_REAL));
        }
        made.forEach(RealClusters::answer);

        // and the one that every namespace has
        assertThat(answer(cluster.list(Kind.CONFIG_MAP, namespace, Selector.EVERYTHING))
                        .items())
                .extracting(each -> each.getMetadata().getName())
                .hasSize(1002)
                .doesNotHaveDuplicates();
    }

    @Test
    void aServerThatStandsStillIsToldOfThoughItsConnectionsStayOpen() {
        assumeThat(real.testbed()).as("only a testbed can be halted").isPresent();
        Testbed testbed = real.testbed().orElseThrow();
        try (Reflector<Node> nodes =
                new Reflector<>(real.cluster(name), Kind.NODE, null, real.scheduler(), new RandomIds())) {
            nodes.start();
            real.until("the nodes", nodes::synced);
            assertThat(nodes.unreachableSince()).isEmpty();
            testbed.halt(name, Testbed.API_SERVER);
            try {
                // pings go unanswered
                real.until("news of the outage", () -> nodes.unreachableSince().isPresent(), Duration.ofSeconds(60));
            } finally {
                testbed.resume(name, Testbed.API_SERVER);
            }
            real.until("the end of the outage", () -> nodes.unreachableSince().isEmpty());
        }
    }

    private record Opened(CountDownLatch latch) implements WatchListener<ConfigMap> {
        @Override
        public void opened() {
            latch.countDown();
        }

        @Override
        public void event(Type type, ConfigMap object) {
            assertThat(object.getMetadata().getName()).isNotEmpty();
        }

        @Override
        public void bookmark(String resourceVersion) {
            assertThat(resourceVersion).isNotEmpty();
        }

        @Override
        public void closed(KubeException cause) {
            throw new AssertionError(cause);
        }
    }
}
