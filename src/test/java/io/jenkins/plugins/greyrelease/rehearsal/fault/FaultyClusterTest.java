package io.jenkins.plugins.greyrelease.rehearsal.fault;

import static io.jenkins.plugins.greyrelease.rehearsal.fault.Stage.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.fault.Stage.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FaultyClusterTest {

    private final Stage stage = new Stage();
    private final FaultyCluster cluster = stage.cluster;

    @Test
    void withoutFaultsEverythingPasses() {
        CompletableFuture<?> made = stage.create("a");
        stage.passSeconds(1);

        assertThat(outcome(made)).isEqualTo("done");
        assertThat(cluster.name()).isEqualTo("gd9-a");
    }

    @Test
    void aClusterThatIsDownIsUnreachableUntilItIsBack() {
        cluster.down();
        CompletableFuture<?> lost = stage.create("a");
        stage.passSeconds(1);
        cluster.up();
        CompletableFuture<?> made = stage.create("b");
        stage.passSeconds(1);

        assertThat(outcome(lost)).isEqualTo("UNREACHABLE");
        assertThat(outcome(made)).isEqualTo("done");
        assertThat(stage.stored()).containsExactly("b");
    }

    @Test
    void aWriteUnderWayWhenTheClusterGoesDownMayBeDone() {
        CompletableFuture<?> call = stage.create("a");
        cluster.down();
        stage.passSeconds(1);

        assertThat(outcome(call)).isEqualTo("UNREACHABLE");
        assertThat(stage.stored()).containsExactly("a");
    }

    @Test
    void goingDownBreaksTheWatches() {
        stage.watch(cluster);
        stage.passSeconds(1);
        cluster.down();
        stage.passSeconds(1);
        stage.store("a");
        stage.watch(cluster);
        stage.passSeconds(1);

        assertThat(stage.heard).containsExactly("closed UNREACHABLE", "closed UNREACHABLE");
        assertThat(stage.opened).as("only the watch of before was taken").isEqualTo(1);
    }

    @Test
    void anErrorBurstEndsAfterItsTimes() {
        FaultyCluster.Active burst =
                cluster.begin(Fault.always(Fault.WRITES, Fault.serverError()).times(2));
        List<String> outcomes = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            CompletableFuture<?> call = stage.create(name);
            stage.passSeconds(1);
            outcomes.add(outcome(call));
        }

        assertThat(outcomes).containsExactly("SERVER_ERROR", "SERVER_ERROR", "done");
        assertThat(burst.hits()).isEqualTo(2);
    }

    @Test
    void aRefusalCarriesRetryAfter() {
        cluster.begin(Fault.always(Fault.ANY, Fault.tooManyRequests(Duration.ofSeconds(7))));
        KubeException[] failure = new KubeException[1];
        stage.create("a").whenComplete((r, e) -> failure[0] = (KubeException) e);
        stage.passSeconds(1);

        assertThat(failure[0].retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure[0])
                .hasMessage("cluster gd9-a: create configmap/a in shop: 429 too many requests, please try again later");
    }

    @Test
    void aFaultEndsAfterItsTimeOrWhenItIsEnded() {
        cluster.begin(Fault.always(Fault.ANY, Fault.conflict()), Duration.ofSeconds(5));
        FaultyCluster.Active other = cluster.begin(Fault.always(Fault.ANY, Fault.forbidden()));
        assertThat(outcomeOfCreate("a")).isEqualTo("CONFLICT");
        stage.passSeconds(5);
        assertThat(outcomeOfCreate("a")).isEqualTo("FORBIDDEN");
        other.end();
        assertThat(outcomeOfCreate("a")).isEqualTo("done");
    }

    @Test
    void aTimeoutMayHideAWriteThatLanded() {
        cluster.begin(Fault.always(Fault.WRITES, new Effect.LoseAnswer()).times(1));
        cluster.begin(Fault.always(Fault.WRITES, new Effect.LoseRequest()).times(1));
        CompletableFuture<?> landed = stage.create("landed");
        CompletableFuture<?> lost = stage.create("lost");
        stage.passSeconds(29);
        assertThat(outcome(landed)).isEqualTo("open");
        stage.passSeconds(2);

        assertThat(outcome(landed)).isEqualTo("TIMEOUT");
        assertThat(outcome(lost)).isEqualTo("TIMEOUT");
        assertThat(stage.stored()).containsExactly("landed");
    }

    @Test
    void aSlowWriteCanLandAfterItsTimeout() {
        cluster.timeout(Duration.ofSeconds(10));
        cluster.begin(Fault.always(Fault.WRITES, new Effect.Delay(Duration.ofSeconds(20), Duration.ZERO)));
        CompletableFuture<?> late = stage.create("late");
        stage.passSeconds(11);
        assertThat(outcome(late)).isEqualTo("TIMEOUT");
        assertThat(stage.stored()).isEmpty();
        stage.passSeconds(10);
        assertThat(stage.stored()).containsExactly("late");
    }

    @Test
    void slowIsLaterAndElseTheSame() {
        cluster.begin(Fault.always(Fault.ANY, Fault.slow(Duration.ofSeconds(4))));
        CompletableFuture<?> call = stage.create("a");
        stage.passSeconds(3);
        assertThat(outcome(call)).isEqualTo("open");
        stage.passSeconds(2);
        assertThat(outcome(call)).isEqualTo("done");
    }

    @Test
    void watchesCanBeLostAndExpire() {
        stage.watch(cluster);
        cluster.loseWatches();
        stage.passSeconds(1);
        stage.watch(cluster);
        cluster.expireWatches();
        stage.passSeconds(1);

        assertThat(stage.heard).containsExactly("closed UNREACHABLE", "closed EXPIRED");
    }

    @Test
    void aRefusedWatchIsClosed() {
        cluster.begin(Fault.always(call -> call.verb().equals("watch"), Fault.forbidden()));
        stage.watch(cluster);
        stage.passSeconds(1);

        assertThat(stage.heard).containsExactly("closed FORBIDDEN");
    }

    @Test
    void aStalledWatchIsSilentAndThenCatchesUpInOrder() {
        stage.watch(cluster);
        stage.passSeconds(1);
        cluster.stallWatches();
        stage.store("a");
        stage.store("b");
        stage.passSeconds(5);
        assertThat(stage.heard).isEmpty();
        cluster.resumeWatches();
        assertThat(stage.heard).containsExactly("ADDED a", "ADDED b");
    }

    @Test
    void repeatedEventsComeTwiceAndAfterNewerOnes() {
        cluster.repeatEvents(1);
        stage.watch(cluster);
        stage.passSeconds(1);
        stage.store("a");
        stage.store("b");
        stage.passSeconds(3);

        assertThat(stage.heard).hasSize(4).startsWith("ADDED a", "ADDED b");
        assertThat(stage.heard.subList(2, 4)).containsExactlyInAnyOrder("ADDED a", "ADDED b");
    }

    @Test
    void aClosedWatchHearsNothingMore() {
        var watch = stage.watch(cluster);
        stage.passSeconds(1);
        stage.store("a");
        watch.close();
        stage.passSeconds(1);

        assertThat(stage.heard).isEmpty();
    }

    @Test
    void healEndsEverything() {
        cluster.down();
        cluster.begin(Fault.always(Fault.ANY, Fault.conflict()));
        cluster.heal();

        assertThat(outcomeOfCreate("a")).isEqualTo("done");
        assertThat(cluster.isDown()).isFalse();
    }

    @Test
    void theSameSeedHitsTheSameCalls() {
        assertThat(hitsOfARun()).isEqualTo(hitsOfARun()).contains("CONFLICT", "done");
    }

    @Test
    void everyHitIsToldAndReadsAreNoWrites() {
        List<String> hits = new ArrayList<>();
        cluster.onHit((call, effect) -> hits.add(call.doing()));
        cluster.begin(Fault.always(Fault.WRITES, Fault.conflict()));
        cluster.get(Kind.CONFIG_MAP, NS, "a");
        stage.create("a");

        assertThat(hits).containsExactly("create configmap/a in shop");
    }

    @Test
    void aProbabilityIsBetweenZeroAndOne() {
        assertThatThrownBy(() -> Fault.always(Fault.ANY, Fault.conflict()).withProbability(1.5))
                .hasMessage("fault: probability 1.5 must be 0 to 1, times 2147483647 at least 0");
    }

    private static List<String> hitsOfARun() {
        Stage stage = new Stage();
        stage.cluster.begin(Fault.always(Fault.ANY, Fault.conflict()).withProbability(0.5));
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<?> call = stage.create("c" + i);
            stage.passSeconds(1);
            outcomes.add(outcome(call));
        }
        return outcomes;
    }

    private String outcomeOfCreate(String name) {
        CompletableFuture<?> call = stage.create(name);
        stage.pass(Duration.ofMillis(100));
        return outcome(call);
    }
}
