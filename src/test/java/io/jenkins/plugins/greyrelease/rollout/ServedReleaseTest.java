package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.contract.Paced;
import io.jenkins.plugins.greyrelease.kube.contract.Served;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole releases through the real client: simulated clusters behind HTTP, the engine on the machine's threads, time
 * twenty times as fast. The invariants are watched inside the simulation.
 */
class ServedReleaseTest {
    private static final int PACE = 20;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Rig rig = new Rig(1, "gd9-a", "gd9-b").app("cart", 4).settled();
    private final Served served = new Served(List.copyOf(rig.clusters.values()), rig.time, PACE);
    private KubernetesFleet client = served.client();
    private final Hooks hooks = new Hooks();
    private boolean open = true;

    @AfterEach
    void close() {
        if (open) {
            served.close();
        }
    }

    @Test
    void aReleaseEndsInTheDeploymentsItBeganWithAndItsHandOverRestartsNoPod() {
        String uid = rig.stable("gd9-a", "cart").getMetadata().getUid();
        Release release = start();

        assertThat(end(release).outcome()).as(this::said).isEqualTo(Outcome.RELEASED);
        stop();
        assertThat(rig.checks).hasSize(4);
        assertThat(rig.stable("gd9-a", "cart").getMetadata().getUid()).isEqualTo(uid);
        assertThat(hooks.canaryPods).isNotEmpty();
        assertThat(podUids()).containsAll(hooks.canaryPods);
        assertEndedOn("cart:v2");
    }

    @Test
    void aRejectedCheckInTheSecondClusterTakesBothBack() {
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.places().get(0).cluster().equals("gd9-b")
                        ? new ReleaseHooks.Verdict.Rejected("errors")
                        : new ReleaseHooks.Verdict.Passed());

        assertThat(end(start()).outcome()).as(this::said).isEqualTo(Outcome.ROLLED_BACK);
        stop();
        assertEndedOn("cart:v1");
    }

    @Test
    void lostAndExpiredWatchesAndServerErrorsChangeNothingOfTheEnd() {
        hooks.atCheck = () -> rig.ports.values().forEach(port -> {
            port.loseWatches();
            rig.time.after(Duration.ofSeconds(2), port::expireWatches);
            port.begin(Fault.always(Fault.WRITES, Fault.serverError()).times(3));
        });

        assertThat(end(start()).outcome()).as(this::said).isEqualTo(Outcome.RELEASED);
        stop();
        assertEndedOn("cart:v2");
    }

    @Test
    void aClusterThatIsGoneForAWhileIsSaidToBeAndTheReleaseGoesOnWhenItIsBack() {
        hooks.atCheck = () -> {
            hooks.atCheck = () -> {};
            rig.ports.get("gd9-a").down();
            rig.time.after(Duration.ofMinutes(2), () -> rig.ports.get("gd9-a").up());
        };
        Release release = start();

        assertThat(end(release).outcome()).as(this::said).isEqualTo(Outcome.RELEASED);
        assertThat(hooks.lines).anyMatch(line -> line.contains("does not answer"));
        stop();
        assertEndedOn("cart:v2");
    }

    @Test
    void anotherProcessGoesOnWithTheReleaseOfOneThatIsGone() {
        CompletableFuture<ReleaseHooks.Verdict> never = new CompletableFuture<>();
        rig.judge = batch ->
                batch.batch() == 1 ? CompletableFuture.completedFuture(new ReleaseHooks.Verdict.Passed()) : never;
        start();
        served.until("the second check", () -> hooks.checks.size() == 2, LONGEST);
        client.close();
        rig.judge = batch -> CompletableFuture.completedFuture(new ReleaseHooks.Verdict.Passed());
        client = served.client();

        assertThat(end(start()).outcome()).as(this::said).isEqualTo(Outcome.RELEASED);
        stop();
        assertEndedOn("cart:v2");
    }

    private Release start() {
        Rollouts process = new Rollouts(client::fleet, new Paced(served.scheduler(), PACE), new RandomIds(), "test");
        return process.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build(), hooks, Releases.IfBusy.REFUSE);
    }

    private ReleaseResult end(Release release) {
        served.until("the end of the release", release.result()::isDone, LONGEST);
        return release.result().join();
    }

    /** From here on the simulation is the test's alone. */
    private void stop() {
        served.close();
        open = false;
    }

    private void assertEndedOn(String image) {
        rig.settled();
        rig.assertClean("gd9-a", "cart", image, 4);
        rig.assertClean("gd9-b", "cart", image, 4);
    }

    private Set<String> podUids() {
        return rig.servers.values().stream()
                .flatMap(server -> server.list(Kind.POD, Rig.NS, null).stream())
                .map((Pod pod) -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private String said() {
        return String.join("\n", hooks.lines);
    }

    /** Those of the rig, asked inside the simulation: it notes what is approved for the invariants. */
    private final class Hooks implements ReleaseHooks {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<BatchReport> checks = new ConcurrentLinkedQueue<>();
        private volatile Set<String> canaryPods = Set.of();
        private volatile Runnable atCheck = () -> {};

        @Override
        public CompletableFuture<Verdict> check(BatchReport batch) {
            checks.add(batch);
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            Executor inside = served::run;
            inside.execute(() -> {
                atCheck.run();
                canaryPods = rig.servers.values().stream()
                        .flatMap(server -> server.list(Kind.POD, Rig.NS, null).stream())
                        .filter(pod ->
                                pod.getSpec().getContainers().get(0).getImage().endsWith("v2"))
                        .map(pod -> pod.getMetadata().getUid())
                        .collect(Collectors.toSet());
                rig.check(batch).thenAccept(verdict::complete);
            });
            return verdict;
        }

        @Override
        public void event(ReleaseEvent event) {
            lines.add(event.kind() + " " + event.cluster().orElse("-") + " " + event.text());
        }
    }
}
