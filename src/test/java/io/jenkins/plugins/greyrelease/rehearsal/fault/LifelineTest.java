package io.jenkins.plugins.greyrelease.rehearsal.fault;

import static io.jenkins.plugins.greyrelease.rehearsal.fault.Stage.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LifelineTest {

    private final Stage stage = new Stage();
    private final Lifeline life = new Lifeline();
    private final Cluster cluster = life.cluster(stage.cluster);

    @Test
    void aProcessThatDiesBeforeACallNeverMakesIt() {
        life.dieAt(Fault.ANY, 2, Moment.BEFORE);
        CompletableFuture<?> first = Stage.create(cluster, "a");
        stage.passSeconds(1);
        CompletableFuture<?> second = Stage.create(cluster, "b");
        CompletableFuture<?> third = Stage.create(cluster, "c");
        stage.passSeconds(60);

        assertThat(outcome(first)).isEqualTo("done");
        assertThat(outcome(second)).isEqualTo("open");
        assertThat(outcome(third)).isEqualTo("open");
        assertThat(stage.stored()).containsExactly("a");
        assertThat(life.alive()).isFalse();
        assertThat(life.calls())
                .extracting(Call::doing)
                .containsExactly("create configmap/a in shop", "create configmap/b in shop");
    }

    @Test
    void aProcessThatDiesAfterACallLeavesItsWrite() {
        life.dieAt(Fault.ANY, 1, Moment.AFTER);
        CompletableFuture<?> call = Stage.create(cluster, "a");
        stage.passSeconds(60);

        assertThat(outcome(call)).isEqualTo("open");
        assertThat(stage.stored()).containsExactly("a");
        assertThat(life.alive()).isFalse();
    }

    @Test
    void deathsCanBeCountedInWrites() {
        life.dieAt(Fault.WRITES, 1, Moment.BEFORE);
        CompletableFuture<?> read = cluster.list(Kind.CONFIG_MAP, Stage.NS, null);
        stage.passSeconds(1);
        Stage.create(cluster, "a");
        stage.passSeconds(1);

        assertThat(outcome(read)).isEqualTo("done");
        assertThat(life.alive()).isFalse();
        assertThat(stage.stored()).isEmpty();
    }

    @Test
    void callsOfAllItsClustersAreCountedTogether() {
        Stage other = new Stage();
        Cluster second = life.cluster(other.cluster);
        life.dieAt(Fault.ANY, 2, Moment.BEFORE);
        Stage.create(cluster, "a");
        Stage.create(second, "b");
        other.passSeconds(1);

        assertThat(life.alive()).isFalse();
        assertThat(other.stored()).isEmpty();
    }

    @Test
    void noEventAndNoTimerReachesTheDead() {
        List<String> rung = new ArrayList<>();
        stage.watch(cluster);
        life.scheduler(stage.time).after(Duration.ofSeconds(2), () -> rung.add("timer"));
        life.scheduler(stage.time).after(Duration.ofSeconds(3), () -> rung.add("timer of the dead"));
        life.scheduler(stage.time).execute(() -> rung.add("task"));
        stage.passSeconds(1);
        stage.store("a");
        stage.passSeconds(1);
        life.onDeath(() -> rung.add("died"));
        life.die();
        stage.store("b");
        stage.passSeconds(5);

        assertThat(stage.heard).containsExactly("ADDED a");
        assertThat(rung).containsExactly("task", "timer", "died");
    }

    @Test
    void aNewLifeFindsWhatTheOldOneLeft() {
        life.die();
        Lifeline next = new Lifeline();
        CompletableFuture<?> call = Stage.create(next.cluster(stage.cluster), "a");
        stage.passSeconds(1);

        assertThat(outcome(call)).isEqualTo("done");
        assertThat(next.alive()).isTrue();
    }
}
