package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.deployment;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchesTest {

    private final Given given = new Given();
    private final ApiServer server = given.server;
    private final List<String> heard = new ArrayList<>();
    /** How much had been heard when a watch was taken. */
    private final List<Integer> openedAfter = new ArrayList<>();

    @Test
    void aWatchHearsWhatItMissedAndThenEveryChangeInOrder() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("a"));
        server.create(WHO, Kind.DEPLOYMENT, deployment("b"));
        watch(NS, Selector.EVERYTHING, "1001");
        server.scale(WHO, Kind.DEPLOYMENT, NS, "a", 5);
        server.delete(WHO, Kind.DEPLOYMENT, NS, "b", DeleteOptions.BACKGROUND);

        assertThat(heard).containsExactly("ADDED b@1002", "MODIFIED a@1003", "DELETED b@1004");
        assertThat(openedAfter).containsExactly(0);
    }

    @Test
    void aWatchWithoutVersionBeginsWithWhatIsThere() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("a"));
        watch(NS, Selector.EVERYTHING, null);
        watch("elsewhere", Selector.EVERYTHING, "0");

        assertThat(heard).containsExactly("ADDED a@1001");
    }

    @Test
    void anObjectThatBeginsOrCeasesToMatchAppearsOrLeaves() {
        watch(NS, Selector.of(Map.of("team", "x")), "1000");
        server.create(WHO, Kind.DEPLOYMENT, deployment("a"));
        label("x");
        label("x2");
        label("x");
        server.delete(WHO, Kind.DEPLOYMENT, NS, "a", DeleteOptions.BACKGROUND);

        assertThat(heard).containsExactly("ADDED a@1002", "DELETED a@1003", "ADDED a@1004", "DELETED a@1005");
    }

    @Test
    void aWatchFromBeforeTheWindowHasExpired() {
        server.historyWindow(2);
        for (String name : List.of("a", "b", "c")) {
            server.create(WHO, Kind.DEPLOYMENT, deployment(name));
        }

        KubeException refusal = refusal(() -> watch(NS, Selector.EVERYTHING, "1000"));
        assertThat(refusal.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(refusal.status()).isEqualTo(410);
        assertThat(openedAfter).isEmpty();
        watch(NS, Selector.EVERYTHING, "1001");
        assertThat(heard).containsExactly("ADDED b@1002", "ADDED c@1003");
    }

    @Test
    void aCompactionExpiresOlderWatchesOfAllKinds() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("a"));
        server.compact();

        assertThat(refusal(() -> watch(NS, Selector.EVERYTHING, "1000")).reason())
                .isEqualTo(Reason.EXPIRED);
        watch(NS, Selector.EVERYTHING, "1001");
        assertThat(heard).isEmpty();
    }

    @Test
    void bookmarksTellHowFarAQuietWatchHasCome() {
        watch(NS, Selector.of(Map.of("no", "match")), "1000");
        server.create(WHO, Kind.DEPLOYMENT, deployment("a"));
        given.time.advance(Duration.ofSeconds(90));

        assertThat(heard).containsExactly("bookmark 1001");
    }

    @Test
    void aClosedWatchHearsNothing() {
        Watch watch = watch(NS, Selector.EVERYTHING, "1000");
        watch.close();
        server.create(WHO, Kind.DEPLOYMENT, deployment("a"));
        given.time.advance(Duration.ofMinutes(5));

        assertThat(heard).isEmpty();
    }

    @Test
    void theEventsOfOneWatchKeepTheirOrderThroughThePort() {
        SimCluster port = new SimCluster(server, given.time, new SplittableRandom(5));
        port.watch(Kind.DEPLOYMENT, NS, Selector.EVERYTHING, "1000", listener());
        given.time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            server.create(WHO, Kind.DEPLOYMENT, deployment("d" + i));
        }
        assertThat(heard).isEmpty();
        given.time.advance(Duration.ofSeconds(1));

        assertThat(heard).hasSize(20).isSortedAccordingTo((a, b) -> a.split("@")[1].compareTo(b.split("@")[1]));
    }

    @Test
    void anExpiredWatchIsClosedThroughThePort() {
        server.create(WHO, Kind.DEPLOYMENT, deployment("a"));
        server.compact();
        new SimCluster(server, given.time, new SplittableRandom(5))
                .watch(Kind.DEPLOYMENT, NS, Selector.EVERYTHING, "7", listener());
        given.time.advance(Duration.ofSeconds(1));

        assertThat(heard).containsExactly("closed EXPIRED");
    }

    @Test
    void aCallThroughThePortTakesTimeBothWays() {
        SimCluster port = new SimCluster(server, given.time, new SplittableRandom(5));
        port.latency(() -> Duration.ofMillis(10));
        var call = port.create(Kind.DEPLOYMENT, deployment("a"), WriteOptions.FOR_REAL);
        given.time.advance(Duration.ofMillis(9));
        assertThat(server.list(Kind.DEPLOYMENT, NS, null)).isEmpty();
        given.time.advance(Duration.ofMillis(2));
        assertThat(server.list(Kind.DEPLOYMENT, NS, null)).hasSize(1);
        assertThat(call).isNotDone();
        given.time.advance(Duration.ofMillis(10));
        assertThat(call).isCompleted();
    }

    private void label(String team) {
        server.patch(
                WHO, Kind.DEPLOYMENT, NS, "a", Patch.merge("{\"metadata\":{\"labels\":{\"team\":\"" + team + "\"}}}"));
    }

    private Watch watch(String namespace, LabelSelector selector, String version) {
        return server.watch(Kind.DEPLOYMENT, namespace, selector, version, listener());
    }

    private WatchListener<Deployment> listener() {
        return new WatchListener<>() {
            @Override
            public void opened() {
                openedAfter.add(heard.size());
            }

            @Override
            public void event(Type type, Deployment object) {
                heard.add(type + " " + object.getMetadata().getName() + "@"
                        + object.getMetadata().getResourceVersion());
            }

            @Override
            public void bookmark(String resourceVersion) {
                heard.add("bookmark " + resourceVersion);
            }

            @Override
            public void closed(KubeException cause) {
                heard.add("closed " + cause.reason());
            }
        };
    }
}
