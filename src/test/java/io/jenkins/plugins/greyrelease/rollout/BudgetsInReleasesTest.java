package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Disruption budgets over an app that is being released, and drains that ask them. What else a drain takes away is no
 * write of the release: the invariants watch the release's own.
 */
class BudgetsInReleasesTest {
    private static final String A = "gd9-a";
    private static final String DRAIN = "kubectl-drain";

    private final Rig rig = new Rig(97, A).app("cart", 10);

    private void budget(String name, IntOrString max) {
        rig.servers
                .get(A)
                .create(
                        Rig.OWNER,
                        Kind.PDB,
                        new PodDisruptionBudgetBuilder()
                                .withNewMetadata()
                                .withNamespace(Rig.NS)
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .withMaxUnavailable(max)
                                .withSelector(Selector.of(Map.of("app", "cart")))
                                .endSpec()
                                .build());
    }

    private PodDisruptionBudgetStatus status(String name) {
        return rig.servers.get(A).get(Kind.PDB, Rig.NS, name).getStatus();
    }

    private Release start() {
        return rig.settled()
                .start(rig.specs("cart", Rig.pods(1), Rig.pods(4), Rig.rest()).build());
    }

    private void released(Release release) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean(A, "cart", "cart:v2", 10);
    }

    private List<Pod> pods(String image) {
        return rig.servers.get(A).list(Kind.POD, Rig.NS, null).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getSpec().getContainers().get(0).getImage().equals(image))
                .toList();
    }

    /** Asks for the eviction of a pod; what refused it. */
    private Optional<KubeException> evict(Pod pod) {
        try {
            rig.servers.get(A).evict(DRAIN, Rig.NS, pod.getMetadata().getName(), DeleteOptions.BACKGROUND);
            return Optional.empty();
        } catch (KubeException e) {
            return Optional.of(e);
        }
    }

    @Test
    @Scenario("PDB `maxUnavailable: 0`")
    void aBudgetOfZeroHoldsUpEveryDrainButNoRelease() {
        budget("cart", new IntOrString(0));
        Release release = start();
        for (String moment : List.of("BATCH_STARTED " + A + " batch 1", "BATCH_STARTED " + A + " batch 3")) {
            rig.untilSaid(moment);
            assertThat(evict(pods("cart:v1").get(0)))
                    .hasValueSatisfying(refusal -> assertThat(refusal.answer()).contains("budget cart needs"));
        }
        released(release);
        assertThat(status("cart").getDisruptionsAllowed()).isZero();
    }

    @Test
    @Scenario("PDB over both versions")
    void oneBudgetCountsBothVersionsTogether() {
        budget("cart", new IntOrString(1));
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + A + " batch 3");
        rig.until(() -> status("cart").getDisruptionsAllowed() == 1);
        assertThat(pods("cart:v2")).hasSizeBetween(5, 9);
        assertThat(status("cart").getExpectedPods()).isGreaterThanOrEqualTo(10);

        assertThat(evict(pods("cart:v2").get(0))).isEmpty();
        assertThat(evict(pods("cart:v1").get(0)))
                .as("the new version's pod used the budget of both")
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.reason()).isEqualTo(KubeException.Reason.TOO_MANY_REQUESTS));
        released(release);
        assertThat(status("cart").getExpectedPods()).isEqualTo(10);
    }

    @Test
    @Scenario("two PDBs on a pod")
    void twoBudgetsOnAPodHoldUpEveryDrainButNoRelease() {
        budget("cart", new IntOrString("50%"));
        budget("also", new IntOrString("50%"));
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + A + " batch 2");

        assertThat(evict(pods("cart:v1").get(0)))
                .hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(500));
        released(release);
    }

    @Test
    @Scenario("a node drained in the middle of a batch")
    void aNodeThatIsDrainedInTheMiddleOfABatchHoldsUpNothing() {
        budget("cart", new IntOrString("20%"));
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + A + " batch 2");
        String node = pods("cart:v1").get(0).getSpec().getNodeName();
        cordon(node, true);
        int[] least = {10};
        rig.until(() -> {
            least[0] = Math.min(least[0], status("cart").getCurrentHealthy());
            return drained(node);
        });

        assertThat(least[0]).as("healthy pods while it was drained").isGreaterThanOrEqualTo(8);
        released(release);
        assertThat(on(node)).isEmpty();
    }

    private void cordon(String node, boolean yes) {
        var now = rig.servers.get(A).get(Kind.NODE, null, node);
        rig.servers
                .get(A)
                .update(
                        DRAIN,
                        Kind.NODE,
                        new NodeBuilder(now)
                                .editOrNewSpec()
                                .withUnschedulable(yes)
                                .endSpec()
                                .build());
    }

    private List<Pod> on(String node) {
        return rig.servers.get(A).list(Kind.POD, Rig.NS, null).stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .toList();
    }

    /** Asks again for all that are left, as {@code kubectl drain} does; whether none is. */
    private boolean drained(String node) {
        on(node).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .forEach(this::evict);
        return on(node).isEmpty();
    }
}
