package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private static final String FLEET = "examples/fleet/fleet.yaml";

    @TempDir
    private Path dir;

    @Test
    void theClustersOfTheReadmeAnswerToTheirKubeconfigUntilTheCommandIsStopped() throws Exception {
        Path kubeconfig = dir.resolve("sim.yaml");
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Said said = new Said("serving until Ctrl-C");
        Thread command = new Thread(() -> code.complete(Grey.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(said),
                "simulate",
                FLEET,
                "--manifests",
                "examples/fleet/manifests",
                "--kubeconfig",
                kubeconfig.toString())));
        command.start();
        said.awaited.get(60, TimeUnit.SECONDS);

        try (LiveScheduler scheduler = new LiveScheduler(1, failure -> said.append(failure.toString()));
                KubernetesFleet fleet = new KubernetesFleet(
                        FleetReader.read(FLEET, Files.readString(Path.of(FLEET))),
                        cluster -> new Login.KubeconfigFile(kubeconfig, cluster.name()),
                        scheduler)) {
            for (String name : fleet.fleet().names()) {
                Cluster cluster = fleet.fleet().member(name).orElseThrow().cluster();
                List<Deployment> deployments = cluster.list(Kind.DEPLOYMENT, null, Selector.EVERYTHING)
                        .get(30, TimeUnit.SECONDS)
                        .items();
                assertThat(deployments).isNotEmpty().allSatisfy(each -> assertThat(
                                each.getStatus().getReadyReplicas())
                        .isPositive());
            }
        }
        command.interrupt();
        assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCodes.OK);
        assertThat(Files.getPosixFilePermissions(kubeconfig)).hasSize(2);
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsServed() {
        Shell shell = new Shell(dir);

        assertThat(shell.grey("simulate", FLEET, "--pace", "0", "--port", "70000", "--app", "cart"))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err())
                .contains("--pace: '0.0' is not more than 0")
                .contains("--port: '70000' is no port")
                .contains("--app: 'cart' is not NAMESPACE/NAME");
        assertThat(shell.grey("simulate", FLEET, "--app", "shop/cart", "--fault", "broken-image"))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("needs --new-image");
        assertThat(shell.grey("simulate", FLEET, "--app", "shop/cart", "--fault", "cluster-down=gd9-a@batch:2"))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("cannot wait for a batch");
        assertThat(shell.grey("simulate", "nowhere.yaml")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("nowhere.yaml: no such file");
    }
}
