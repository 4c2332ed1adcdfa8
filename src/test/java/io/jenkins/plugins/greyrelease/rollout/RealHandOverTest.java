package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.Paced;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.Testbed;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Call;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline.Moment;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Many releases on real control planes while the engine or the controller-manager is in trouble: no pod is made, deleted
 * or restarted by a hand-over. {@code -Dgrey.handover=20} is the number of releases in each test; its figures are
 * printed. Needs a testbed, whose processes it may kill.
 *
 * <p>Does not check: the batches before the hand-over; but it counts what became of pods in the whole release.
 */
@OnRealClusters
@EnabledIfSystemProperty(
        named = "grey.handover",
        matches = "[1-9]\\d*",
        disabledReason = "takes minutes: give -Dgrey.handover=20 for 20 releases of each sort")
class RealHandOverTest {
    /** The engine's time passes faster, so that taking a dead process's lease over does not take half a minute. */
    private static final int PACE = 5;

    private static final int PODS = 3;

    private final long seed = Long.getLong("grey.seed", 1);
    private final int rounds = Integer.getInteger("grey.handover");
    private final SplittableRandom random = new SplittableRandom(seed);
    private final RealClusters real = new RealClusters();
    private final Testbed testbed = real.testbed().orElseThrow();
    private final Fleet fleet = real.client().fleet();
    private final String namespace = real.namespace("handover", real.names());
    private final List<RealApp> apps = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private int eventsElsewhere;

    RealHandOverTest() {
        for (String cluster : real.names()) {
            Deployment deployment = Rig.deployment("cart", PODS, image(0))
                    .edit()
                    .editMetadata()
                    .withNamespace(namespace)
                    .endMetadata()
                    .build();
            apps.add(new RealApp(real, cluster, deployment));
        }
    }

    @AfterEach
    void close() {
        apps.forEach(RealApp::close);
        real.close();
    }

    @Test
    void noPodIsTouchedWhereTheEngineIsKilledAtARandomWrite() {
        int writes = writesOfOne();
        rounds("the engine killed at one of " + writes + " writes", (app, release) -> {
            Moment moment = random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
            Lifeline first = new Lifeline();
            first.dieAt(Fault.WRITES, 1 + random.nextInt(writes), moment);
            Release begun = release.start(first);
            real.until(
                    "the end of the process",
                    () -> !first.alive() || begun.result().isDone());
            return first.alive() ? begun : release.start(new Lifeline());
        });
    }

    @Test
    void noPodIsTouchedWhereTheControllerManagerIsKilledAtARandomWrite() {
        int writes = writesOfOne();
        rounds("the controller-manager killed at one of " + writes + " writes", (app, release) -> {
            int at = 1 + random.nextInt(writes);
            Duration away = Duration.ofMillis(random.nextInt(3000));
            Lifeline process = new Lifeline();
            Release begun = release.start(process);
            real.until(
                    "that write", () -> writes(process) >= at || begun.result().isDone());
            testbed.kill(app.cluster(), Testbed.CONTROLLERS);
            real.pass(away);
            testbed.start(app.cluster(), Testbed.CONTROLLERS);
            return begun;
        });
    }

    @Test
    void noPodIsTouchedWhereTheControllerManagerStandsStillAtRandom() {
        rounds("the controller-manager stopped and continued at random", (app, release) -> {
            Release begun = release.start(new Lifeline());
            while (!begun.result().isDone()) {
                testbed.halt(app.cluster(), Testbed.CONTROLLERS);
                real.pass(Duration.ofMillis(random.nextInt(1500)));
                testbed.resume(app.cluster(), Testbed.CONTROLLERS);
                real.pass(Duration.ofMillis(random.nextInt(600)));
            }
            return begun;
        });
    }

    /** How a release is begun, in a process with this life. */
    private interface Starting {
        Release start(Lifeline process);
    }

    /** Something goes wrong in a release. */
    private interface Trouble {
        /** Begins the release in this app's cluster; what comes back is the one that will end. */
        Release in(RealApp app, Starting release);
    }

    private void rounds(String what, Trouble trouble) {
        for (int round = 1; round <= rounds; round++) {
            RealApp app = apps.get(round % apps.size());
            String image = image(1 + random.nextInt(4));
            if (app.podsOn(image).isEmpty()) {
                release(what + ", seed " + seed + ", round " + round, app, image, trouble);
            } else {
                // it runs already, so there is nothing to release; back to the first then
                release(what + ", seed " + seed + ", round " + round, app, image(0), trouble);
            }
        }
        System.out.printf(
                "hand-over on %s: %d releases with %s, seed %d: no pod touched in a hand-over;"
                        + " %d pods made or deleted beyond need in batches%n",
                real.version(real.names().get(0)), rounds, what, seed, eventsElsewhere);
    }

    private void release(String what, RealApp app, String image, Trouble trouble) {
        lines.clear();
        Hooks hooks = new Hooks(app.pods());
        int begun = app.pods().mark();
        Release release = trouble.in(app, process -> start(process, app.cluster(), image, hooks));
        real.until(what, release.result()::isDone, Duration.ofMinutes(5));
        assertThat(release.result().join().outcome()).as(() -> what + said()).isEqualTo(Outcome.RELEASED);
        app.assertEndedOn(image);
        assertThat(hooks.handOver)
                .as(() -> what + ": was there a hand-over?" + said())
                .isNotNegative();
        assertThat(app.pods().since(hooks.handOver))
                .as(() -> what + ": what the hand-over did to pods" + said())
                .filteredOn(line -> !line.startsWith("gone cart"))
                .isEmpty();
        List<String> all = app.pods().since(begun);
        long made = all.stream().filter(line -> line.startsWith("made ")).count();
        eventsElsewhere += (int) made - PODS;
    }

    private Release start(Lifeline process, String cluster, String image, Hooks hooks) {
        Fleet reached = new Fleet(fleet.members().stream()
                .map(member -> new FleetMember(member.spec(), process.cluster(member.cluster())))
                .toList());
        Rollouts rollouts = new Rollouts(
                () -> reached,
                process.scheduler(new Paced(real.scheduler(), PACE)),
                new RandomIds(),
                "real-hand-over-test");
        ReleaseSpec spec = Specs.of("cart")
                .namespace(namespace)
                .image(image)
                .clusters(cluster)
                .batches(Rig.pods(1), Rig.rest())
                .build();
        return rollouts.start(spec, hooks, Releases.IfBusy.REFUSE);
    }

    /** A release without trouble, in every cluster; how many writes one takes. */
    private int writesOfOne() {
        int most = 0;
        for (RealApp app : apps) {
            Lifeline process = new Lifeline();
            release("no trouble", app, image(5), (there, release) -> release.start(process));
            most = Math.max(most, writes(process));
        }
        return most;
    }

    private static int writes(Lifeline process) {
        return (int) process.calls().stream().filter(Call::write).count();
    }

    private static String image(int version) {
        return "registry.example/cart:v" + version;
    }

    private String said() {
        return "\n" + String.join("\n", lines);
    }

    /** Says yes to every batch, and notes where the first hand-over of the release begins. */
    private final class Hooks implements ReleaseHooks {
        private final PodHistory pods;
        private volatile int handOver = -1;

        Hooks(PodHistory pods) {
            this.pods = pods;
        }

        @Override
        public CompletableFuture<Verdict> check(BatchReport batch) {
            return CompletableFuture.completedFuture(new Verdict.Passed());
        }

        @Override
        public void event(ReleaseEvent event) {
            lines.add(event.kind() + " " + event.text());
            if (event.kind() == ReleaseEvent.Kind.HANDOVER && handOver < 0) {
                handOver = pods.mark();
            }
        }
    }
}
