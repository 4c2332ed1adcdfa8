package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.serve.ServedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path dir;

    private final VirtualTime time = new VirtualTime();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final LiveScheduler scheduler = new LiveScheduler(2, errors::add);
    private SimulatedFleet simulated;
    private ServedFleet server;
    private Shell shell;
    private String kubeconfig;

    @BeforeEach
    void serve() throws IOException {
        simulated = new SimulatedFleet(
                List.of(ClusterSpec.simulated("gd9-a"), ClusterSpec.simulated("gd9-b")), time, new SplittableRandom(1));
        server = new ServedFleet(
                simulated.clusters(), time, scheduler, new ServedFleet.Options(0, "open-sesame", 1), errors::add);
        shell = new Shell(dir);
        kubeconfig = shell.file("kubeconfig", server.kubeconfig());
    }

    @AfterEach
    void stop() {
        server.close();
        scheduler.close();
        assertThat(errors).isEmpty();
    }

    private int doctor(String... more) {
        List<String> args =
                new java.util.ArrayList<>(List.of("doctor", "--context", "gd9-a,gd9-b", "--kubeconfig", kubeconfig));
        args.addAll(List.of(more));
        return shell.grey(args.toArray(String[]::new));
    }

    @Test
    void whereTheRightsOfTheExamplesAreThereAllIsWell() {
        for (String cluster : List.of("gd9-a", "gd9-b")) {
            new Granted("release.yaml").in(simulated.cluster(cluster).server(), "shop");
        }

        assertThat(doctor("--namespace", "shop")).as(shell::out).isEqualTo(ExitCodes.OK);
        assertThat(shell.out().lines().filter(line -> line.startsWith("ok ")))
                .hasSize(2)
                .first()
                .asString()
                .matches("ok +gd9-a: Kubernetes v1\\.\\d+\\.\\d+\\S*, as grey-release, namespaces shop");
        assertThat(doctor("--namespace", "shop,web")).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void whatIsMissingIsNamedWithWhatItIsNeededForAndWhatToApply() {
        simulated
                .cluster("gd9-b")
                .server()
                .rbac()
                .deny(SimCluster.WHO, new Rbac.Rule("list", "poddisruptionbudgets", Rbac.ANY));

        assertThat(doctor()).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.out())
                .containsPattern("(?m)^ok +gd9-a: .*, all namespaces$")
                .containsPattern("(?m)^not ok +gd9-b: ")
                .contains("no right to list poddisruptionbudgets.policy in all namespaces, needed to see whether the"
                        + " canary is protected")
                .contains("apply examples/rbac/release.yaml and bind ClusterRole grey-release to grey-release");
    }

    @Test
    void aClusterThatCannotBeReachedDoesNotHideTheOthers() throws IOException {
        kubeconfig = shell.file(
                "kubeconfig", server.kubeconfig().replaceFirst("http://127.0.0.1:\\d+/", "http://127.0.0.1:1/"));

        assertThat(doctor()).isEqualTo(ExitCodes.OPEN);
        assertThat(shell.out())
                .contains("not ok  gd9-a: ask for its version: ConnectException")
                .containsPattern("(?m)^ok +gd9-b: ");
    }

    @Test
    void anUnknownStepIsRefusedBeforeAnythingIsAsked() {
        assertThat(doctor("--step", "canaryBatsh")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("'canaryBatsh' is no step", "did you mean 'canaryBatch'?");
    }
}
