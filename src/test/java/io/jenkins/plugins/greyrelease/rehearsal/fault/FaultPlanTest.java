package io.jenkins.plugins.greyrelease.rehearsal.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> log = new ArrayList<>();
    private final FaultPlan plan = new FaultPlan(
            time,
            List.of(target("a"), target("b")),
            (cluster, fault, begins) -> note((begins ? "begin " : "end ") + cluster));

    private void note(String what) {
        log.add(time.elapsed().toSeconds() + " " + what);
    }

    private FaultTarget target(String cluster) {
        return new FaultTarget() {
            @Override
            public String cluster() {
                return cluster;
            }

            @Override
            public Runnable begin(FaultSpec fault) {
                return () -> note("undo " + cluster);
            }
        };
    }

    private void start(String... faults) {
        plan.start(FaultSyntax.parse(List.of(faults), List.of("a", "b")));
    }

    @Test
    void aFaultWithoutClusterBeginsEverywhereAndEndsAfterItsTime() {
        start("slow-api=1s@10s+20s");
        time.advance(Duration.ofMinutes(1));

        assertThat(log).containsExactly("10 begin a", "10 begin b", "30 undo a", "30 end a", "30 undo b", "30 end b");
    }

    @Test
    void aFaultOfABatchBeginsOnceWhenThatBatchStartsInItsCluster() {
        start("cluster-down=b@batch:2");

        plan.batchStarted("a", "shop/cart", 2);
        assertThat(log).isEmpty();
        plan.batchStarted("b", "shop/cart", 1);
        plan.batchStarted("b", "shop/cart", 2);
        plan.batchStarted("b", "shop/cart", 2);

        assertThat(log).containsExactly("0 begin b");
        assertThat(plan.waiting()).isEmpty();
    }

    @Test
    void anEditOfOneAppWaitsForItsOwnBatch() {
        FaultSpec.Edit edit = (FaultSpec.Edit)
                FaultSyntax.parse(List.of("edit=scale=7/a"), List.of("a", "b")).get(0);
        plan.start(List.of(edit.of("shop/web")));

        plan.batchStarted("a", "shop/cart", 2);
        assertThat(log).isEmpty();
        plan.batchStarted("a", "shop/web", 2);

        assertThat(log).containsExactly("0 begin a");
    }

    @Test
    void aFaultFromTheBeginningBeginsAtOnce() {
        start("broken-image/a");

        assertThat(log).containsExactly("0 begin a");
    }

    @Test
    void endingAllEndsWhatGoesOnJustOnceAndForgetsTheRest() {
        start("slow-api=1s/b+20s", "node-loss@batch:3");

        plan.endAll();
        plan.batchStarted("a", "shop/cart", 3);
        time.advance(Duration.ofMinutes(1));

        assertThat(log).containsExactly("0 begin b", "0 undo b", "0 end b");
    }
}
