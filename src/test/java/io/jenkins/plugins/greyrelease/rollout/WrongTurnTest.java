package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Move.End;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else's hand between any two writes of the hand-over, on simulated controllers. */
class WrongTurnTest {
    private static final Goal PROMOTE = new Goal.Promote();
    private static final int PODS = 4;
    private static final String BEGIN = "for the hand-over";

    /** The writes of a hand-over of two earlier versions, from the first pause to the labels' end. */
    static IntStream writes() {
        return IntStream.rangeClosed(1, 10);
    }

    /** A hand-over in which {@code turn} happens after its n-th write. */
    private static Sim disturbed(int n, java.util.function.Consumer<Sim> turn) {
        Sim sim = Sim.whole(n, PODS, "cart:v0", "cart:v1");
        int[] done = {0};
        sim.afterWrite = () -> {
            boolean begun = sim.log.stream().anyMatch(line -> line.contains(BEGIN));
            if (begun && ++done[0] == n) {
                turn.accept(sim);
            }
        };
        return sim;
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aScaleIsTheNewWantedNumber(int n) {
        Sim sim = disturbed(
                n, s -> s.edit("cart", d -> d.editSpec().withReplicas(6).endSpec()));
        String uid = sim.stable().getMetadata().getUid();
        Map<String, Integer> before = sim.living();
        assertThat(sim.reach(PROMOTE).end()).isEqualTo(End.NEW);
        sim.assertEnded("cart:v2", 6, uid);
        assertThat(sim.living()).as(sim::tail).containsAllEntriesOf(before);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void anUnpauseIsNoticedAndCostsNoPodOfTheCanary(int n) {
        Sim sim = disturbed(
                n, s -> s.edit("cart", d -> d.editSpec().withPaused(null).endSpec()));
        String uid = sim.stable().getMetadata().getUid();
        Map<String, Integer> before = sim.living();
        assertThat(sim.reach(PROMOTE).end()).isEqualTo(End.NEW);
        sim.assertEnded("cart:v2", PODS, uid);
        assertThat(sim.living()).as(sim::tail).isEqualTo(before);
    }

    /** Until the canary is gone the release stops; after that the edit is an ordinary roll-out of the owner's. */
    @ParameterizedTest
    @MethodSource("writes")
    void anotherTemplateIsNotOverwritten(int n) {
        Sim sim = disturbed(n, s -> s.edit("cart", WrongTurnTest::hotfix));
        String uid = sim.stable().getMetadata().getUid();
        Move end = sim.drive(PROMOTE);
        if (end instanceof Move.Stop stop) {
            assertThat(stop.code()).isEqualTo("edited");
            assertThat(sim.ready()).isEqualTo(PODS);
            assertThat(image(sim.stable())).isEqualTo("cart:hotfix");
            sim.edit("cart", d -> d.editSpec()
                    .withTemplate(
                            sim.stable()
                                            .getMetadata()
                                            .getLabels()
                                            .get(Labels.TEMPLATE)
                                            .equals(TemplateHash.of(sim.terms.template()))
                                    ? sim.terms.template()
                                    : old(sim))
                    .endSpec());
            assertThat(sim.reach(PROMOTE).end()).isEqualTo(End.NEW);
            sim.assertEnded("cart:v2", PODS, uid);
        } else {
            sim.assertEnded("cart:hotfix", PODS, uid);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6})
    void goingBackAfterAnotherTemplateWasWrittenKeepsThatTemplate(int n) {
        Sim sim = disturbed(n, s -> s.edit("cart", WrongTurnTest::hotfix));
        String uid = sim.stable().getMetadata().getUid();
        assertThat(sim.drive(PROMOTE)).isInstanceOf(Move.Stop.class);
        long[] least = {PODS};
        sim.time.afterEach(() -> least[0] = Math.min(least[0], sim.ready()));
        assertThat(sim.reach(new Goal.Back(true)).end()).isEqualTo(End.OLD);
        sim.assertEnded("cart:hotfix", PODS, uid);
        assertThat(least[0]).isEqualTo(PODS);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aCanaryDeletedWithItsPodsIsReplacedAtOnce(int n) {
        Sim sim = disturbed(n, s -> s.find("cart-x7f2")
                .ifPresent(c -> s.api.delete(
                        Sim.USER,
                        Kind.DEPLOYMENT,
                        World.NS,
                        "cart-x7f2",
                        DeleteOptions.of(Propagation.BACKGROUND, c.getMetadata().getUid()))));
        String uid = sim.stable().getMetadata().getUid();
        End end = sim.reach(PROMOTE).end();
        sim.assertEnded(end == End.NEW ? "cart:v2" : "cart:v1", PODS, uid);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void goingBackFinishesTheHandOverFirst(int n) {
        Sim sim = disturbed(n, s -> {});
        String uid = sim.stable().getMetadata().getUid();
        int[] writes = {0};
        while (writes[0] < n) {
            boolean begun = sim.log.stream().anyMatch(line -> line.contains(BEGIN));
            writes[0] += sim.step(PROMOTE) instanceof Move.Write && begun ? 1 : 0;
            if (sim.decide(PROMOTE) instanceof Move.Reached) {
                break;
            }
        }
        assertThat(sim.reach(new Goal.Back(true)).end()).isEqualTo(End.NEW);
        sim.assertEnded("cart:v2", PODS, uid);
    }

    private static io.fabric8.kubernetes.api.model.PodTemplateSpec old(Sim sim) {
        return sim.sets().stream()
                .map(set -> TemplateHash.withoutHash(set.getSpec().getTemplate()))
                .filter(t -> t.getSpec().getContainers().get(0).getImage().equals("cart:v1"))
                .findFirst()
                .orElseThrow();
    }

    private static io.fabric8.kubernetes.api.model.apps.DeploymentBuilder hotfix(
            io.fabric8.kubernetes.api.model.apps.DeploymentBuilder d) {
        return d.editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("cart:hotfix")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    private static String image(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }
}
