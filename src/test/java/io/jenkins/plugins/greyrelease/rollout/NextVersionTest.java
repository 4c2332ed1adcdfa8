package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Good and bad versions one after the other: each release begins where the last one ended. */
class NextVersionTest {
    private static final String A = "gd9-a";
    private static final String B = "gd9-b";

    private final Rig rig = new Rig(61, A, B).app("cart", 3).settled();

    @Test
    @Scenario("bad image after good")
    void aBadVersionAfterAGoodOneGoesBackToTheGoodOne() {
        release("cart:v2", Outcome.RELEASED);
        bad("cart:v3");
        release("cart:v3", Outcome.ROLLED_BACK);
        clean("cart:v2");
        assertThat(history()).containsExactly("1 cart:v1", "2 cart:v2");
    }

    @Test
    @Scenario("good image after bad")
    void aGoodVersionAfterABadOneIsReleased() {
        bad("cart:v2");
        release("cart:v2", Outcome.ROLLED_BACK);
        clean("cart:v1");
        release("cart:v3", Outcome.RELEASED);
        clean("cart:v3");
        assertThat(history()).containsExactly("1 cart:v1", "2 cart:v3");
    }

    @Test
    @Scenario("bad image after bad")
    void twoBadVersionsLeaveTheOldOne() {
        bad("cart:v2");
        bad("cart:v3");
        release("cart:v2", Outcome.ROLLED_BACK);
        clean("cart:v1");
        release("cart:v3", Outcome.ROLLED_BACK);
        clean("cart:v1");
        assertThat(history()).containsExactly("1 cart:v1");
    }

    @Test
    void theSameVersionMayBeTriedAgainOnceItIsMended() {
        bad("cart:v2");
        release("cart:v2", Outcome.ROLLED_BACK);
        rig.images.get(B).set("cart:v2", ImageBehaviour.NORMAL);
        release("cart:v2", Outcome.RELEASED);
        clean("cart:v2");
    }

    /** It comes up in the first cluster and never in the second. */
    private void bad(String image) {
        rig.images.get(B).set(image, ImageBehaviour.NORMAL.neverReady());
    }

    private void release(String image, Outcome outcome) {
        ReleaseResult result = rig.end(rig.start(rig.specs("cart", Rig.pods(1), Rig.rest())
                .image(image)
                .progressDeadline(Duration.ofMinutes(2))
                .build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(outcome);
        rig.settled();
    }

    private void clean(String image) {
        rig.assertClean(A, "cart", image, 3);
        rig.assertClean(B, "cart", image, 3);
    }

    /** As {@code kubectl rollout history} shows it in the second cluster. */
    private List<String> history() {
        return rig.servers.get(B).list(Kind.REPLICA_SET, Rig.NS, null).stream()
                .map(set -> set.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision") + " "
                        + set.getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getImage())
                .sorted()
                .toList();
    }
}
