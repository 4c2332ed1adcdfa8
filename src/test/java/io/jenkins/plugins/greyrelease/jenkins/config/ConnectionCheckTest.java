package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.serve.ServedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a simulated cluster behind HTTP. */
class ConnectionCheckTest {
    private static final String TOKEN = "open-sesame";

    private final VirtualTime time = new VirtualTime();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final LiveScheduler scheduler = new LiveScheduler(2, errors::add);
    private SimulatedFleet simulated;
    private ServedFleet server;

    @BeforeEach
    void serve() throws IOException {
        simulated = new SimulatedFleet(List.of(ClusterSpec.simulated("gd9-a")), time, new SplittableRandom(1));
        server = new ServedFleet(
                simulated.clusters(), time, scheduler, new ServedFleet.Options(0, TOKEN, 1), errors::add);
    }

    @AfterEach
    void stop() {
        server.close();
        scheduler.close();
        assertThat(errors).isEmpty();
    }

    private ConnectionCheck check(String token, String namespaces) throws Exception {
        ClusterSpec cluster = FleetReader.read(
                        "fleet.yaml", "clusters: [{name: gd9-a, namespaces: [" + namespaces + "]}]")
                .clusters()
                .get(0);
        return ConnectionCheck.of(
                        cluster, c -> new Login.Token(server.url("gd9-a"), Optional.empty(), token), scheduler)
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void saysWhatTheClusterRunsAndWhereReleasesArePossible() throws Exception {
        assertThat(check(TOKEN, "shop, web").words())
                .matches("Kubernetes v1\\.\\d+\\S*; releases are possible in shop, web");
        assertThat(check(TOKEN, "").words()).endsWith("; releases are possible in all namespaces");
    }

    @Test
    void saysWhichRightsAreMissing() throws Exception {
        simulated.cluster("gd9-a").server().rbac().deny(SimCluster.WHO, new Rbac.Rule(Rbac.ANY, "deployments", "web"));
        ConnectionCheck check = check(TOKEN, "shop, web");
        assertThat(check.good()).isFalse();
        assertThat(check.words())
                .contains("but releases are not possible: no right to get, list, watch, create, update, delete"
                        + " deployments.apps in namespace web, needed to make, scale and remove the canary. To help,"
                        + " apply examples/rbac/release.yaml and bind ClusterRole grey-release to grey-release")
                .doesNotContain("in namespace shop");
    }

    @Test
    void saysThatTheCredentialsAreRefusedWithoutNamingThem() {
        assertThatThrownBy(() -> check("guessed", "shop"))
                .hasCauseInstanceOf(KubeException.class)
                .hasMessageContaining("cluster gd9-a: ask for its version: 401")
                .hasMessageNotContaining("guessed");
    }
}
