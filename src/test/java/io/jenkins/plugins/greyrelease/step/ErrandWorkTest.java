package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ErrandWorkTest {
    private static final StepOutcome GOOD = new StepOutcome(Status.SUCCESS, "", Map.of("ok", true));

    private final VirtualTime time = new VirtualTime();
    private final FakeHost host = new FakeHost(new Fleet(List.of()), time);
    private final CompletableFuture<List<FleetMember>> chosen = new CompletableFuture<>();
    private final CompletableFuture<StepOutcome> ended = new CompletableFuture<>();
    private String stopped = "";
    private boolean begun;
    private boolean onlyAsks;

    private final Errand errand = new Errand() {
        @Override
        public String namespace() {
            return "shop";
        }

        @Override
        public boolean onlyAsks() {
            return onlyAsks;
        }

        @Override
        public Optional<String> app() {
            return Optional.empty();
        }

        @Override
        public List<String> clusters() {
            return List.of();
        }

        @Override
        public CompletableFuture<List<FleetMember>> members(Fleet fleet) {
            return chosen;
        }

        @Override
        public ErrandRun run(Host surroundings, List<FleetMember> members) {
            return new FakeRun();
        }
    };

    private final class FakeRun implements ErrandRun {
        @Override
        public CompletableFuture<StepOutcome> start() {
            begun = true;
            return ended;
        }

        @Override
        public void stop(String by) {
            stopped = by;
        }

        @Override
        public String status() {
            return "counts beans";
        }
    }

    private ErrandWork work(ErrandWork.Rules rules) {
        return new ErrandWork(errand, host, rules);
    }

    private void run() {
        time.advance(Duration.ofSeconds(1));
    }

    @Test
    void choosesTheClustersAndDoesIt() {
        ErrandWork work = work(ErrandWork.Rules.NONE);
        CompletableFuture<StepOutcome> outcome = work.start();
        run();
        assertThat(work.status()).isEqualTo("chooses the clusters");

        chosen.complete(List.of());
        run();
        assertThat(work.status()).isEqualTo("counts beans");

        ended.complete(GOOD);
        assertThat(outcome).isCompletedWithValue(GOOD);
        assertThat(work.status()).isEqualTo("ended");
    }

    @Test
    void doesNothingWhereTheRunMayNot() {
        chosen.complete(List.of());
        CompletableFuture<StepOutcome> outcome =
                work((namespace, clusters) -> List.of("not in " + namespace)).start();
        run();

        assertThat(outcome.join().status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.join().message()).isEqualTo("not in shop");
        assertThat(begun).isFalse();
    }

    @Test
    void aRefusalAndADefectAreOutcomes() {
        CompletableFuture<StepOutcome> refused = work(ErrandWork.Rules.NONE).start();
        chosen.completeExceptionally(new RefusedException("no cluster runs it"));
        run();
        CompletableFuture<StepOutcome> broken = work((namespace, clusters) -> {
                    throw new IllegalStateException("the folder is gone");
                })
                .start();
        chosen.obtrudeValue(List.of());
        run();

        assertThat(refused.join().status()).isEqualTo(Status.REFUSED);
        assertThat(refused.join().message()).isEqualTo("no cluster runs it");
        assertThat(broken.join().status()).isEqualTo(Status.FAILURE);
        assertThat(broken.join().message()).isEqualTo("the folder is gone");
    }

    @Test
    void stoppedBeforeItBeganItChangesNothing() {
        ErrandWork work = work(ErrandWork.Rules.NONE);
        CompletableFuture<StepOutcome> outcome = work.start();
        work.stop("ada");
        chosen.complete(List.of());
        run();

        assertThat(outcome.join().status()).isEqualTo(Status.ABORTED);
        assertThat(outcome.join().message()).isEqualTo("stopped by ada before anything was changed");
        assertThat(begun).isFalse();
    }

    @Test
    void stoppedInTheMiddleItEndsWhenTheErrandDoes() {
        chosen.complete(List.of());
        ErrandWork work = work(ErrandWork.Rules.NONE);
        CompletableFuture<StepOutcome> outcome = work.start();
        run();
        work.stop("ada");

        assertThat(stopped).isEqualTo("ada");
        assertThat(outcome).isNotDone();
        assertThat(work.status()).isEqualTo("counts beans, about to stop");
    }

    @Test
    void asksWhatTheRunMayDoEvenWhereNoClusterIsTouched() {
        chosen.complete(List.of());
        ErrandWork.Rules nothing = (namespace, clusters) -> List.of("no folder says that it may change anything");

        CompletableFuture<StepOutcome> refused = work(nothing).start();
        run();
        onlyAsks = true;
        CompletableFuture<StepOutcome> asking = work(nothing).start();
        ended.complete(GOOD);
        run();

        assertThat(refused.join().status()).isEqualTo(Status.REFUSED);
        assertThat(refused.join().message()).contains("no folder says");
        assertThat(asking.join()).isEqualTo(GOOD);
    }
}
