package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.api.Admission;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Releases of all sorts, with the rights of the example and no others. */
class ReleaseRightsTest {
    private static final Granted GRANTED = new Granted("release.yaml");
    private static final String CLUSTER = "gd9-a";

    @AfterAll
    static void whatIsGrantedIsNeeded() {
        GRANTED.assertAllOfItIsNeeded();
    }

    private static Rig granted(Rig rig) {
        rig.servers.values().forEach(server -> GRANTED.in(server, Rig.NS));
        return rig;
    }

    private static Rig plain(int pods) {
        return granted(new Rig(31, CLUSTER).app("cart", pods).settled());
    }

    private static void ends(Rig rig, Release release, Outcome outcome, String image) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(outcome);
        int pods = View.spec(rig.stable(CLUSTER, "cart"));
        rig.settled();
        rig.assertClean(CLUSTER, "cart", image, pods);
    }

    @Test
    void aRelease() {
        Rig rig = plain(3);
        ends(rig, rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build()), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void aReleaseThatFailsAndOneBackToTheVersionBefore() {
        Rig rig = plain(3);
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.batch() == 2 ? new Verdict.Rejected("errors") : new Verdict.Passed());
        ends(rig, rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build()), Outcome.ROLLED_BACK, "cart:v1");
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        ends(rig, rig.start(rig.specs("cart", Rig.rest()).build()), Outcome.RELEASED, "cart:v2");
        ends(rig, rig.start(rig.specs("cart", Rig.rest()).earlier().build()), Outcome.RELEASED, "cart:v1");
    }

    @Test
    void aReleaseWhoseProcessDies() {
        Rig rig = plain(3);
        ReleaseSpec spec = rig.specs("cart", Rig.pods(1), Rig.rest()).build();
        Release first = rig.start(spec);
        rig.untilSaid("BATCH_REACHED");
        first.detach();
        ends(rig, rig.again(spec), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void anAppWithAnAutoscaler() {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 20));
        ends(granted(app.rig), app.rig.start(app.rig.specs("cart", Rig.rest()).build()), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void anAppWithKeda() {
        AutoscaledRig app = AutoscaledRig.of(
                Kind.SCALED_OBJECT,
                Scalers.keda("cart", 3, 20),
                new LoadModel.Load("s0-prometheus", LoadTrace.constant(540), LoadModel.Sharing.SHARED));
        ends(granted(app.rig), app.rig.start(app.rig.specs("cart", Rig.rest()).build()), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void aHandOverThatNobodyCollectsGarbageFor() {
        Rig rig = plain(3);
        rig.servers.get(CLUSTER).collector().stall();
        ends(rig, rig.start(rig.specs("cart", Rig.rest()).build()), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void aHandOverThatIsNotToBeAndPodsAreMadeAnew() {
        Rig rig = plain(3);
        rig.servers.get(CLUSTER).collector().stall();
        rig.servers.get(CLUSTER).webhook((who, before, after) -> {
            if (who.equals(SimCluster.WHO)
                    && before instanceof ReplicaSet
                    && !before.getMetadata()
                            .getOwnerReferences()
                            .equals(after.getMetadata().getOwnerReferences())) {
                throw new Admission.Denied("owners are not to be changed here");
            }
            return after;
        });
        ends(rig, rig.start(rig.specs("cart", Rig.rest()).build()), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void anAppThatIsNotThereOrSharesAVolume() {
        Rig rig = granted(new Rig(33, CLUSTER)
                .app(CLUSTER, withClaim(Rig.deployment("cart", 1, "cart:v1")))
                .settled());
        assertThat(rig.end(rig.start(rig.specs("cart", Rig.rest()).build())).outcome())
                .isEqualTo(Outcome.RELEASED);
        assertThat(rig.end(rig.start(rig.specs("nobody", Rig.rest()).build())).reason())
                .contains("there is no Deployment nobody");
    }

    private static Deployment withClaim(Deployment deployment) {
        return new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editSpec()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim("cart-data", false)
                .endVolume()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
