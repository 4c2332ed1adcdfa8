package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReflectorTest {
    private final VirtualTime time = new VirtualTime();
    private final ApiServer server = new ApiServer("gd9-a", time, new SplittableRandom(1));
    private final FaultyCluster cluster =
            new FaultyCluster(new SimCluster(server, time, new SplittableRandom(2)), time, new SplittableRandom(3));
    private final Reflector<ConfigMap> reflector =
            new Reflector<>(cluster, Kind.CONFIG_MAP, "shop", time, length -> "zzzz");

    @BeforeEach
    void start() {
        // a quiet namespace on a server that takes its time with bookmarks
        server.bookmarkEvery(Duration.ZERO);
        reflector.start();
        time.advance(Duration.ofSeconds(1));
        assertThat(reflector.synced()).isTrue();
    }

    @Test
    void aLostWatchIsAGapOnlyUntilTheServerTakesTheNextOneThoughNothingHappens() {
        List<Boolean> cutOff = new ArrayList<>();
        reflector.listenState(() -> cutOff.add(reflector.unreachableSince().isPresent()));
        cluster.loseWatches();
        time.advance(Duration.ofSeconds(1));

        assertThat(cutOff).containsExactly(true, false);
        assertThat(reflector.unreachableSince()).isEmpty();
        assertThat(reflector.problem()).isEmpty();
        create("a");
        assertThat(reflector.get("a")).isPresent();
    }

    @Test
    void whatHappenedInTheGapIsKnownAfterwards() {
        cluster.loseWatches();
        create("a");
        time.advance(Duration.ofSeconds(1));

        assertThat(reflector.get("a")).isPresent();
    }

    @Test
    void aServerThatIsGoneIsUnreachableSinceTheWatchWasLost() {
        cluster.down();
        Duration lost = time.elapsed();
        time.advance(Duration.ofMinutes(2));

        assertThat(reflector.unreachableSince().orElseThrow()).isBetween(lost, lost.plusSeconds(1));
        assertThat(reflector.problem().orElseThrow().reason()).isEqualTo(KubeException.Reason.UNREACHABLE);
        cluster.up();
        time.advance(Duration.ofSeconds(31));
        assertThat(reflector.unreachableSince()).isEmpty();
    }

    @Test
    void watchesThatAreTakenAndDroppedAtOnceAreNotOpenedFasterAndFaster() {
        List<Duration> lost = new ArrayList<>();
        reflector.listenState(() -> {
            if (reflector.unreachableSince().isPresent()) {
                lost.add(time.elapsed());
            } else {
                time.after(Duration.ofMillis(10), cluster::loseWatches);
            }
        });
        cluster.loseWatches();
        time.advance(Duration.ofMinutes(2));

        assertThat(lost).as("tries in two minutes").hasSizeBetween(6, 13);
    }

    @Test
    void aWatchThatEndsAfterAWhileIsOpenedAgainAtOnceEachTime() {
        for (int i = 0; i < 20; i++) {
            time.advance(Duration.ofMinutes(5));
            cluster.loseWatches();
            time.advance(Duration.ofMillis(300));
            assertThat(reflector.unreachableSince()).as("end %s", i).isEmpty();
        }
    }

    private void create(String name) {
        server.create(
                "kubectl",
                Kind.CONFIG_MAP,
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("shop")
                        .endMetadata()
                        .build());
        time.advance(Duration.ofSeconds(1));
    }
}
