package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.contract.Served;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoscaleCommandTest {
    @TempDir
    private Path dir;

    private final VirtualTime time = new VirtualTime();
    private final SimulatedCluster cluster =
            new SimulatedCluster(ClusterSpec.simulated("gd9-a"), time, new SplittableRandom(1));
    private Served served;
    private Shell shell;
    private String kubeconfig;

    @BeforeEach
    void tenPodsThatUseHalfAsMuchAgainAsTheyShould() throws IOException {
        cluster.apply(Manifests.load(Path.of("examples/fleet/manifests/cart.yaml"), "shop"));
        cluster.controllers().load().put("shop", "cart", LoadModel.Load.cpu(LoadTrace.constant(1500)));
        time.advance(Duration.ofMinutes(3));
        served = new Served(List.of(cluster), time, 1);
        shell = new Shell(dir);
        kubeconfig = shell.file("kubeconfig", served.kubeconfig());
    }

    @AfterEach
    void close() {
        served.close();
    }

    private String config(String policy) throws IOException {
        return shell.file("autoscale.yaml", """
                every: 1s
                apps:
                  - {app: cart, namespace: shop, min: 2, max: 40, policies: [%s]}
                """.formatted(policy));
    }

    private int replicas() {
        int[] found = new int[1];
        served.inside(() -> found[0] =
                cluster.server().get(Kind.DEPLOYMENT, "shop", "cart").getSpec().getReplicas());
        return found[0];
    }

    private int leases() {
        int[] found = new int[1];
        served.inside(
                () -> found[0] = cluster.server().list(Kind.LEASE, "shop", null).size());
        return found[0];
    }

    @Test
    void aDryRunSaysWhatTheMetricsOfTheClusterAskForAndChangesNothing() throws IOException {
        int code = shell.grey(
                "autoscale", config("{cpu: 100m}"), "--context", "gd9-a", "--kubeconfig", kubeconfig, "--dry-run");

        assertThat(code).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.out().strip())
                .isEqualTo("[gd9-a] shop/cart: 10 -> 15 pods at once: cpu 1500 of 100 a pod = 15");
        assertThat(replicas()).isEqualTo(10);
        assertThat(leases()).isZero();
    }

    @Test
    void itScalesByWhatPrometheusSaysUntilItIsStoppedAndLeavesNoLease() throws Exception {
        HttpServer prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = "{\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,\"600\"]}]}}"
                .getBytes(StandardCharsets.UTF_8);
        prometheus.createContext("/api/v1/query", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        prometheus.start();
        String query = "{name: requests, query: 'sum(rate(requests[1m]))', target: 50, prometheus: 'http://127.0.0.1:"
                + prometheus.getAddress().getPort() + "'}";
        Said said = new Said("shop/cart: 10 -> 12 pods: requests 600 of 50 a pod = 12");
        StringWriter complained = new StringWriter();
        CompletableFuture<Integer> code = new CompletableFuture<>();
        String[] words = {"autoscale", config(query), "--context", "gd9-a", "--kubeconfig", kubeconfig};
        Thread command = new Thread(
                () -> code.complete(Grey.run(new PrintWriter(said, true), new PrintWriter(complained, true), words)));
        command.start();
        try {
            said.awaited.get(60, TimeUnit.SECONDS);
            assertThat(replicas()).isEqualTo(12);
            assertThat(leases()).isEqualTo(1);
        } finally {
            command.interrupt();
            prometheus.stop(0);
        }
        assertThat(code.get(30, TimeUnit.SECONDS)).as(complained.toString()).isEqualTo(ExitCodes.OK);
        assertThat(leases()).isZero();
        assertThat(said.toString()).startsWith("20").contains("Z [gd9-a] shop/cart: ");
    }

    @Test
    void aFileThatIsWrongIsRefusedWithItsLines() throws IOException {
        int code = shell.grey("autoscale", config("{cpu: much}"), "--context", "gd9-a", "--kubeconfig", kubeconfig);

        assertThat(code).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("autoscale.yaml:3: ", "'much' is neither a percentage");
    }
}
