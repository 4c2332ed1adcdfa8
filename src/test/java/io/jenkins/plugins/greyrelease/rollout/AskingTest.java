package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.Asking.Answer;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Orders that come by a label of the cluster, from somebody who does not drive the release. */
class AskingTest {
    private final Rig rig = new Rig(71, "gd9-a", "gd9-b").app("cart", 3).settled();
    private ReleaseSpec spec = rig.specs("cart", Rig.pods(1), Rig.rest()).build();
    private final CompletableFuture<Verdict> slow = new CompletableFuture<>();

    /** Waits in the first check. */
    private Release begun() {
        rig.judge =
                batch -> batch.batch() == 1 && batch.places().get(0).cluster().equals("gd9-a")
                        ? slow
                        : CompletableFuture.completedFuture(new Verdict.Passed());
        Release release = rig.start(spec);
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        return release;
    }

    private Answer ask(Command command) {
        return end(asking(command).ask());
    }

    private Asking asking(Command command) {
        UnderWay now = end(UnderWay.find(rig.fleet(new Lifeline()), Rig.NS, "cart"));
        return new Asking(
                now.locked().get(0), Rig.NS, "cart", new Asking.Wish(command, "Alice B."), rig.time, rig.ids());
    }

    private <T> T end(CompletableFuture<T> future) {
        rig.until(future::isDone);
        return future.join();
    }

    private String asked() {
        return View.label(rig.stable("gd9-a", "cart"), Labels.ASKED);
    }

    private void ends(Release release, Outcome outcome, String image) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(outcome);
        rig.settled();
        rig.assertClean("gd9-a", "cart", image, 3);
        rig.assertClean("gd9-b", "cart", image, 3);
    }

    @Test
    void whoeverDrivesPausesAndResumesForSomebodyElseAndSaysSoInTheRecord() {
        Release release = begun();
        Answer paused = ask(Command.PAUSE);
        assertThat(paused).isInstanceOfSatisfying(Answer.Heard.class, heard -> {
            assertThat(heard.holder()).startsWith("test/");
            assertThat(heard.words())
                    .hasValueSatisfying(words -> assertThat(words).contains("stands still"));
        });
        assertThat(asked()).isEmpty();
        assertThat(View.label(rig.stable("gd9-a", "cart"), Labels.PAUSED)).isEqualTo("person_Alice-B");
        slow.complete(new Verdict.Passed());
        rig.time.advance(Duration.ofMinutes(5));
        assertThat(rig.pods("gd9-a", "cart:v2")).isEqualTo(1);

        assertThat(ask(Command.RESUME)).isInstanceOf(Answer.Heard.class);
        ends(release, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void whoeverDrivesTakesItBackForSomebodyElse() {
        Release release = begun();
        assertThat(ask(Command.ROLL_BACK_NOW)).isInstanceOfSatisfying(Answer.Heard.class, heard -> assertThat(
                        heard.words().orElseThrow())
                .contains("goes back"));
        ends(release, Outcome.ROLLED_BACK, "cart:v1");
    }

    @Test
    void whatCannotBeDoneIsRefusedInTheRecordAndTheOrderIsGone() {
        Release release = begun();
        assertThat(ask(Command.RESUME)).isInstanceOfSatisfying(Answer.Heard.class, heard -> assertThat(
                        heard.words().orElseThrow())
                .startsWith("refused: ")
                .contains("is not paused"));
        assertThat(asked()).isEmpty();
        slow.complete(new Verdict.Passed());
        ends(release, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void anOrderThatNobodyHearsSinceNobodyDrivesIsObeyedByWhoeverComesNext() {
        Release first = begun();
        first.detach();
        rig.time.advance(Duration.ofSeconds(2));
        assertThat(ask(Command.ROLL_BACK_NOW)).isInstanceOf(Answer.Undriven.class);
        assertThat(asked()).startsWith("roll-back-now.");
        ends(rig.again(spec), Outcome.ROLLED_BACK, "cart:v1");
    }

    @Test
    void aDeadDriverIsToldFromALivingOneByItsLeaseAlone() {
        Lifeline life = new Lifeline();
        rig.judge = batch -> slow;
        Release first = rig.rollouts(life).start(spec, rig, Releases.IfBusy.REFUSE);
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        life.die();
        Duration before = rig.time.elapsed();
        assertThat(ask(Command.PROMOTE_NOW)).isInstanceOf(Answer.Undriven.class);
        assertThat(rig.time.elapsed().minus(before)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        assertThat(first.result()).isNotDone();
        // a person said so
        rig.servers.keySet().forEach(cluster -> rig.invariants.permit(cluster, "cart", Integer.MAX_VALUE));
        ends(rig.again(spec), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void anOrderOutlivesTheProcessThatDiesOverIt() {
        Release first = begun();
        FaultyCluster line = rig.ports.get("gd9-a");
        line.down();
        // written while the driver cannot see it
        rig.edit("gd9-a", "cart", cart -> cart.editMetadata()
                .addToLabels(Labels.ASKED, "pause.x7f2k.bob")
                .endMetadata());
        first.detach();
        line.up();
        Release second = rig.again(spec);
        rig.until(
                () -> View.label(rig.stable("gd9-a", "cart"), Labels.PAUSED).equals("person_bob") && asked().isEmpty());
        assertThat(end(second.command(Command.ROLL_BACK_NOW, "bob"))).contains("goes back");
        ends(second, Outcome.ROLLED_BACK, "cart:v1");
    }

    @Test
    void aDriverThatDoesNotHearIsNamedAndTheOrderTakenBack() {
        Release release = begun();
        UnderWay.Locked seen = end(UnderWay.find(rig.fleet(new Lifeline()), Rig.NS, "cart"))
                .locked()
                .get(0);
        UnderWay.Locked byAnotherLine = new UnderWay.Locked(
                new FleetMember(seen.member().spec(), rig.port("gd9-a")),
                seen.release(),
                seen.goesBack(),
                seen.paused(),
                seen.request());
        rig.ports.get("gd9-a").down();
        Asking.Wish wish = new Asking.Wish(Command.PAUSE, "alice");
        CompletableFuture<Answer> answer = new Asking(byAnotherLine, Rig.NS, "cart", wish, rig.time, rig.ids()).ask();
        // an older version, say: it keeps its lease, and knows of no orders
        renewLease(7);
        assertThat(end(answer)).isInstanceOfSatisfying(Answer.Unheard.class, unheard -> assertThat(unheard.holder())
                .startsWith("test/"));
        assertThat(asked()).isEmpty();
        rig.ports.get("gd9-a").up();
        slow.complete(new Verdict.Passed());
        ends(release, Outcome.RELEASED, "cart:v2");
    }

    private void renewLease(int times) {
        rig.time.after(Duration.ofSeconds(10), () -> {
            Lease lease = rig.leases("gd9-a").get(0);
            Lease renewed = new LeaseBuilder(lease)
                    .editMetadata()
                    .addToAnnotations("renewed", String.valueOf(times))
                    .endMetadata()
                    .build();
            rig.servers.get("gd9-a").update(Rig.OWNER, Kind.LEASE, renewed);
            if (times > 1) {
                renewLease(times - 1);
            }
        });
    }

    @Test
    void abortWithPauseLeavesItForTheNextRunAndTheOrderIsNotObeyedTwice() {
        spec = rig.specs("cart", Rig.pods(1), Rig.rest())
                .onAbort(OnFailure.PAUSE)
                .build();
        Release first = begun();
        assertThat(ask(Command.ABORT)).isInstanceOf(Answer.Heard.class);
        assertThat(rig.end(first).outcome()).isEqualTo(Outcome.OPEN);
        assertThat(asked()).isEmpty();
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        ends(rig.again(spec), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void nonsenseInTheLabelIsSaidAndTakenOff() {
        Release release = begun();
        rig.edit("gd9-a", "cart", (DeploymentBuilder cart) -> cart.editMetadata()
                .addToLabels(Labels.ASKED, "please-stop")
                .endMetadata());
        rig.until(() -> asked().isEmpty());
        assertThat(rig.said("ASKED gd9-a asked here for please-stop: that is no order known here"))
                .isTrue();
        slow.complete(new Verdict.Passed());
        ends(release, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void theClustersTellWhatWasAskedForOnlyWhereLabelsAndRecordAgree() {
        Release release = begun();
        assertThat(end(UnderWay.find(rig.fleet(new Lifeline()), Rig.NS, "cart")).request())
                .contains(spec);
        rig.edit("gd9-a", "cart", cart -> cart.editMetadata()
                .addToLabels(Labels.PLAN, "0123456789abcdef")
                .endMetadata());
        UnderWay spoiled = end(UnderWay.find(rig.fleet(new Lifeline()), Rig.NS, "cart"));
        assertThat(spoiled.request()).isEmpty();
        assertThat(spoiled.releases()).containsExactly(release.id());
        slow.complete(new Verdict.Passed());
        ends(release, Outcome.RELEASED, "cart:v2");
    }
}
