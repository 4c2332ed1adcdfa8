package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.Move.End;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Versions whose pods fail, on simulated controllers. */
class FailingPodsTest {

    private static Sim sim(ImageBehaviour v2) {
        Sim sim = new Sim(11, 4, "cart:v1");
        sim.images.set("cart:v2", v2);
        Terms t = sim.terms;
        sim.terms = new TermsLike(t)
                .fenceposts("2", "0")
                .progressDeadline(Duration.ofMinutes(1))
                .build();
        return sim;
    }

    private static String fails(Sim sim, Goal goal) {
        Move end = sim.drive(goal);
        assertThat(end).as(sim::tail).isInstanceOf(Move.Failed.class);
        return ((Move.Failed) end).why();
    }

    /** Back, with all four old pods where they were or replaced, and never fewer than four ready. */
    private static void goesBack(Sim sim) {
        String uid = sim.stable().getMetadata().getUid();
        assertThat(sim.reach(new Goal.Back(true)).end()).isEqualTo(End.OLD);
        sim.assertEnded("cart:v1", 4, uid);
    }

    @Test
    void anImageThatIsNotThereFailsAtTheDeadlineInTheKubeletsWords() {
        Sim sim = sim(ImageBehaviour.NORMAL.pullsNever());
        Map<String, Integer> stable = sim.living();
        assertThat(fails(sim, new Goal.Grow(1, 1)))
                .contains("0 of 1 pods serve")
                .containsIgnoringCase("image");
        assertThat(sim.living()).containsAllEntriesOf(stable);
        goesBack(sim);
        assertThat(sim.living()).isEqualTo(stable);
    }

    @Test
    void aProbeThatNeverSucceedsFailsAtTheDeadline() {
        Sim sim = sim(ImageBehaviour.NORMAL.neverReady());
        assertThat(fails(sim, new Goal.Grow(1, 1))).contains("probe");
        goesBack(sim);
    }

    @Test
    void podsThatCrashBeforeTheyCountFailBeforeTheDeadline() {
        Sim sim = sim(ImageBehaviour.NORMAL.crashesAfter(Duration.ofSeconds(5)));
        Terms t = sim.terms;
        sim.terms = new TermsLike(t)
                .fenceposts("2", "0")
                .minReady(Duration.ofSeconds(20))
                .build();
        assertThat(fails(sim, new Goal.Grow(1, 1))).contains("CrashLoopBackOff");
        assertThat(sim.ready()).isGreaterThanOrEqualTo(4);
        goesBack(sim);
    }

    @Test
    void podsThatCrashAfterTheBatchWasReachedFailIt() {
        Sim sim = sim(ImageBehaviour.NORMAL.crashesAfter(Duration.ofMinutes(2)));
        sim.reach(new Goal.Grow(1, 1));
        sim.time.advance(Duration.ofMinutes(2));
        assertThat(fails(sim, new Goal.Grow(1, 1))).contains("after it had served");
        goesBack(sim);
    }

    @Test
    void podsOfAnEarlierBatchThatCrashFailTheNextOne() {
        Sim sim = sim(ImageBehaviour.NORMAL.crashesAfter(Duration.ofMinutes(2)));
        sim.reach(new Goal.Grow(1, 1));
        sim.time.advance(Duration.ofSeconds(100));
        sim.images.set("cart:v2", ImageBehaviour.NORMAL.startsIn(Duration.ofSeconds(60)));
        assertThat(fails(sim, new Goal.Grow(2, 3))).contains("after it had served");
    }

    @Test
    void aQuotaThatIsTooSmallIsTheReason() {
        Sim sim = sim(ImageBehaviour.NORMAL);
        sim.api.create(
                Sim.USER,
                Kind.RESOURCE_QUOTA,
                new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("pods")
                        .withNamespace(World.NS)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of("pods", new Quantity("4")))
                        .endSpec()
                        .build());
        assertThat(fails(sim, new Goal.Grow(1, 2))).contains("quota");
        goesBack(sim);
    }
}
