package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.ownedReplicaSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachesTest {

    private final Given given = new Given();
    private final ApiServer server = given.server;
    private final Informer<Deployment> deployments = server.informer(Kind.DEPLOYMENT);

    @Test
    void aCacheSeesAChangeAfterItsLag() {
        server.caches().lag(Kind.DEPLOYMENT, () -> Duration.ofSeconds(3));
        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));

        given.time.advance(Duration.ofMillis(2999));
        assertThat(deployments.get(NS, "cart")).isEmpty();
        given.time.advance(Duration.ofMillis(1));
        assertThat(deployments.get(NS, "cart")).isPresent();
        assertThat(deployments.list(NS)).hasSize(1);
        assertThat(deployments.list(null)).hasSize(1);
        assertThat(deployments.list("elsewhere")).isEmpty();
    }

    @Test
    void kindsCanBeSeenAtDifferentAges() {
        var replicaSets = server.informer(Kind.REPLICA_SET);
        server.caches().stall(Kind.DEPLOYMENT);
        Deployment owner = server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        server.create(WHO, Kind.REPLICA_SET, ownedReplicaSet("cart-1", owner));
        given.time.advance(Duration.ofMinutes(1));
        assertThat(deployments.list(NS)).isEmpty();
        assertThat(replicaSets.list(NS)).hasSize(1);

        server.caches().resume(Kind.DEPLOYMENT);
        given.time.advance(Duration.ZERO);
        assertThat(deployments.list(NS)).hasSize(1);
    }

    @Test
    void aShorterLagNeverOvertakes() {
        Iterator<Duration> lags = List.of(Duration.ofSeconds(5), Duration.ZERO).iterator();
        server.caches().lag(Kind.DEPLOYMENT, lags::next);
        List<Integer> seen = new ArrayList<>();
        deployments.onChange((before, after) -> seen.add(after.getSpec().getReplicas()));

        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        server.scale(WHO, Kind.DEPLOYMENT, NS, "cart", 9);
        given.time.advance(Duration.ofSeconds(4));
        assertThat(seen).isEmpty();
        given.time.advance(Duration.ofSeconds(2));
        assertThat(seen).containsExactly(3, 9);
    }

    @Test
    void handlersHearWhatWasAndWhatIsAfterTheCacheHasIt() {
        List<String> heard = new ArrayList<>();
        deployments.onChange((before, after) -> heard.add(replicas(before) + "->" + replicas(after) + " cached "
                + deployments.get(NS, "cart").map(CachesTest::replicas).orElse("-")));

        server.create(WHO, Kind.DEPLOYMENT, deployment("cart"));
        server.scale(WHO, Kind.DEPLOYMENT, NS, "cart", 9);
        server.delete(WHO, Kind.DEPLOYMENT, NS, "cart", DeleteOptions.BACKGROUND);
        given.time.advance(Duration.ofSeconds(1));

        assertThat(heard).containsExactly("-->3 cached 3", "3->9 cached 9", "9->- cached -");
    }

    @Test
    void aCacheMadeLaterBeginsWithWhatIsThere() {
        server.create(WHO, Kind.POD, Given.pod("a"));

        assertThat(server.informer(Kind.POD).list(NS)).hasSize(1);
    }

    private static String replicas(Deployment deployment) {
        return deployment == null ? "-" : deployment.getSpec().getReplicas().toString();
    }
}
