package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class FleetOptionsTest {
    @TempDir
    private Path dir;

    private Path kubeconfig;

    @BeforeEach
    void write() throws IOException {
        kubeconfig = Files.writeString(dir.resolve("config"), """
                contexts:
                - {name: gd9-a, context: {cluster: c, user: u}}
                - {name: "arn:aws:eks:prod", context: {cluster: c, user: u}}
                clusters: [{name: c, cluster: {server: "https://c.example"}}]
                users: [{name: u, user: {token: t}}]
                """);
    }

    @Test
    void contextsAreClustersUnderTheirOwnNameOrAnother() throws IOException {
        assertThat(spec("--context", "gd9-a,nh-a=arn:aws:eks:prod").clusters())
                .extracting(ClusterSpec::name)
                .containsExactly("gd9-a", "nh-a");
    }

    @Test
    void everythingThatIsWrongWithTheWayToTheClustersIsSaidAtOnce() throws IOException {
        String fleet = file("clusters: [{name: gd9-a, context: gd9-x}, {name: gd9-b}, {name: nh-a, server:"
                + " 'https://nh.example', credentials: nh-token}]");

        assertThatThrownBy(() -> spec("--fleet", fleet))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("cluster gd9-a: " + kubeconfig + " has no context 'gd9-x'; did you mean 'gd9-a'?")
                .hasMessageContaining("cluster gd9-b: the fleet does not say how it is reached")
                .hasMessageContaining("cluster nh-a: its credentials 'nh-token' are needed; name the folder");
        assertThatThrownBy(() -> spec("--context", "arn:aws:eks:prod,gd9-a,gd9-A=gd9-a"))
                .hasMessageContaining("'arn:aws:eks:prod' is no name for a cluster")
                .hasMessageContaining("two clusters of this name");
    }

    @Test
    void ofTheClustersSomeCanBeChosen() throws IOException {
        String fleet = file("clusters: [{name: a, idc: gd9, context: gd9-a}, {name: b}, {name: c, context: gd9-a}]");

        assertThat(spec("--fleet", fleet, "--clusters", "c,idc:gd9").clusters())
                .as("the one that cannot be reached is none of them")
                .extracting(ClusterSpec::name)
                .containsExactly("c", "a");
        assertThatThrownBy(() -> spec("--fleet", fleet, "--clusters", "d")).hasMessageContaining("known: a, b, c");
    }

    @Test
    void credentialsAreFilesOfAFolder() throws IOException {
        Files.writeString(dir.resolve("nh-token"), "secret\n");
        String fleet = file("clusters: [{name: nh-a, server: 'https://nh.example', credentials: nh-token}]");

        assertThat(spec("--fleet", fleet, "--credentials", dir.toString()).clusters())
                .hasSize(1);
        assertThatThrownBy(() -> spec("--fleet", fleet, "--credentials", "nowhere"))
                .hasMessageContaining("nowhere/nh-token cannot be read");
    }

    @Test
    void whichClustersAreMeantIsSaidOnce() {
        assertThatThrownBy(this::spec)
                .isInstanceOf(ParameterException.class)
                .hasMessage("say which clusters: --fleet FILE, or --context with contexts of " + kubeconfig);
        assertThatThrownBy(() -> spec("--fleet", "fleet.yaml", "--context", "gd9-a"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("do not go together");
    }

    private String file(String fleet) throws IOException {
        return Files.writeString(dir.resolve("fleet.yaml"), fleet).toString();
    }

    private FleetSpec spec(String... args) throws IOException {
        Some some = new Some();
        new CommandLine(some).parseArgs(with(args));
        return some.fleet.spec();
    }

    private String[] with(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--kubeconfig";
        all[args.length + 1] = kubeconfig.toString();
        return all;
    }

    @Command(name = "some")
    private static final class Some {
        @Mixin
        private FleetOptions fleet;
    }
}
