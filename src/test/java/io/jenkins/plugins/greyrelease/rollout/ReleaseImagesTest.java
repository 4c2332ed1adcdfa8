package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two data centres with a registry each, one cluster with neither, and an image that was tested in a third registry. */
class ReleaseImagesTest {
    private static final SampleImage V2 = SampleImage.of("cart 2", 10);
    private static final String ASKED = "test.example/shop/cart:2@" + V2.digest();
    private static final String IN_GD9 = "gd9.example/shop/cart:2@" + V2.digest();
    private static final String IN_SH2 = "sh2.example:8443/shop/cart:2@" + V2.digest();

    private final Rig rig = new Rig(61, "gd9-a", "sh2-a", "lab");
    private final SimulatedRegistries stand = new SimulatedRegistries(
            List.of(
                    registry("test", "", "https://test.example"),
                    registry("gd9", "gd9", "https://gd9.example"),
                    registry("sh2", "sh2", "https://sh2.example:8443/")),
            rig.time,
            rig.ids());

    ReleaseImagesTest() {
        rig.registries = stand.registries();
        rig.app("cart", 2).settled();
        List.of("test", "gd9", "sh2").forEach(name -> stand.named(name).put("shop/cart", "2", V2));
    }

    private static RegistrySpec registry(String name, String idc, String url) {
        return new RegistrySpec(name, idc, url, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private ReleaseSpec spec() {
        return rig.specs("cart", Rig.pods(1), Rig.rest()).image(ASKED).build();
    }

    private void releaseAll() {
        assertThat(rig.end(rig.start(spec())).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
    }

    @Test
    void eachClusterPullsTheDigestFromTheRegistryOfItsOwnDataCentre() {
        releaseAll();
        rig.assertClean("gd9-a", "cart", IN_GD9, 2);
        rig.assertClean("sh2-a", "cart", IN_SH2, 2);
        rig.assertClean("lab", "cart", ASKED, 2);
        assertThat(rig.said("gd9-a: image " + IN_GD9)).as(rig::tail).isTrue();
        assertThat(rig.said("CLUSTER_STARTED sh2-a its turn: 2 pods, image " + IN_SH2))
                .isTrue();
        assertThat(rig.checks).allMatch(batch -> batch.image().equals(ASKED));
    }

    @Test
    void aProcessThatDiesInTheMiddleGoesOnWithTheSameImages() {
        Lifeline life = new Lifeline();
        rig.judge = batch -> new CompletableFuture<>();
        rig.rollouts(life).start(spec(), rig, Releases.IfBusy.REFUSE);
        rig.until(() -> !rig.checks.isEmpty());
        life.die();
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        assertThat(rig.end(rig.again(spec())).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.assertClean("gd9-a", "cart", IN_GD9, 2);
        rig.assertClean("lab", "cart", ASKED, 2);
    }

    @Test
    void aNewerReleaseTakesBackWhatHadEndedInAnotherDataCentre() {
        rig.judge = batch -> batch.places().get(0).cluster().equals("sh2-a")
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(new Verdict.Passed());
        Lifeline life = new Lifeline();
        rig.rollouts(life).start(spec(), rig, Releases.IfBusy.REFUSE);
        rig.until(() -> rig.checks.size() == 3);
        life.die();
        assertThat(rig.stable("gd9-a", "cart").getMetadata().getLabels()).doesNotContainKey(Labels.RELEASE);
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        rig.invariants.began("cart");
        ReleaseSpec newer =
                rig.specs("cart", Rig.rest()).image("elsewhere.example/cart:3").build();
        ReleaseResult end = rig.end(rig.rollouts().start(newer, rig, Releases.IfBusy.SUPERSEDE));
        assertThat(end.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.log).anyMatch(line -> line.contains(" gd9-a ") && line.contains("runs the old version again"));
    }

    @Test
    @Scenario("the digest is missing in one data centre's registry")
    void aDigestThatOneRegistryLacksIsRefusedBeforeAnythingIsChangedAnywhere() {
        stand.named("sh2").remove("shop/cart", "2");
        String before = everything();
        ReleaseResult end = rig.end(rig.start(spec()));
        assertThat(end.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(end.reason())
                .isEqualTo("cluster sh2-a: registry sh2 of data centre sh2 does not have " + IN_SH2
                        + ", so no pod could start with it; bring it there (harborSync with to: 'sh2')");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aRegistryThatCannotBeReachedIsARefusalThatSaysSo() {
        stand.named("gd9").faults().down(true);
        String before = everything();
        ReleaseResult end = rig.end(rig.start(spec()));
        assertThat(end.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(end.reason())
                .startsWith("cluster gd9-a: whether registry gd9 of data centre gd9 has shop/cart " + V2.digest()
                        + " could not be found out: registry gd9: ")
                .contains("gd9.example");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aClusterThatComesLaterWaitsUntilItsRegistryHasTheDigest() {
        Lifeline life = new Lifeline();
        rig.judge = batch -> new CompletableFuture<>();
        rig.rollouts(life).start(spec(), rig, Releases.IfBusy.REFUSE);
        rig.until(() -> !rig.checks.isEmpty());
        life.die();
        stand.named("sh2").remove("shop/cart", "2");
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        Release again = rig.again(spec());
        rig.untilSaid("registry sh2 of data centre sh2 does not have " + IN_SH2);
        assertThat(again.result()).isNotDone();
        stand.named("sh2").put("shop/cart", "2", V2);
        assertThat(rig.end(again).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.assertClean("sh2-a", "cart", IN_SH2, 2);
    }

    @Test
    void aRollbackNamesTheRegistryThatHasTheOldDigestNoLonger() {
        releaseTwice();
        stand.named("gd9").remove("shop/cart", "2");
        ReleaseResult refused =
                rig.end(rig.start(rig.specs("cart", Rig.rest()).earlier().build()));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason())
                .startsWith("cluster gd9-a: registry gd9 of data centre gd9 does not have " + IN_GD9);
        stand.named("gd9").put("shop/cart", "2", V2);
        rig.invariants.began("cart");
        ReleaseSpec back = rig.specs("cart", Rig.rest()).earlier(V2.digest()).build();
        assertThat(rig.end(rig.start(back)).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.assertClean("gd9-a", "cart", IN_GD9, 2);
        rig.assertClean("sh2-a", "cart", IN_SH2, 2);
    }

    /** Version 3 runs everywhere, and version 2 ran before it. */
    private void releaseTwice() {
        releaseAll();
        SampleImage v3 = SampleImage.of("cart 3", 10);
        List.of("test", "gd9", "sh2").forEach(name -> stand.named(name).put("shop/cart", "3", v3));
        rig.invariants.began("cart");
        ReleaseSpec next = rig.specs("cart", Rig.rest())
                .image("test.example/shop/cart:3@" + v3.digest())
                .build();
        assertThat(rig.end(rig.start(next)).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.invariants.began("cart");
    }

    @Test
    @Scenario("a rollback while a registry is down")
    void aRollbackIsNotHeldUpByARegistryThatIsDown() {
        releaseTwice();
        stand.named("gd9").faults().down(true);
        Duration begun = rig.time.elapsed();
        Release back = rig.start(rig.specs("cart", Rig.rest()).earlier().build());
        rig.untilSaid("WARNING gd9-a whether registry gd9 of data centre gd9 has shop/cart " + V2.digest()
                + " could not be found out: ");
        assertThat(rig.time.elapsed().minus(begun)).isLessThan(Duration.ofSeconds(12));
        assertThat(rig.end(back).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.assertClean("gd9-a", "cart", IN_GD9, 2);
        rig.assertClean("sh2-a", "cart", IN_SH2, 2);
        assertThat(rig.log)
                .filteredOn(line -> line.contains("WARNING"))
                .hasSize(1)
                .allMatch(line -> line.contains("goes on, and pods that have to pull it will wait"));
    }

    @Test
    void releasingTheDigestThatRanBeforeIsNotHeldUpEitherButANewOneIs() {
        releaseTwice();
        stand.named("gd9").faults().down(true);
        ReleaseSpec unknown = rig.specs("cart", Rig.rest())
                .image("test.example/shop/cart:4@"
                        + SampleImage.of("cart 4", 10).digest())
                .build();
        stand.named("test").put("shop/cart", "4", SampleImage.of("cart 4", 10));
        stand.named("sh2").put("shop/cart", "4", SampleImage.of("cart 4", 10));
        assertThat(rig.end(rig.start(unknown)).reason())
                .startsWith("cluster gd9-a: whether registry gd9 of data centre gd9 has shop/cart ");
        assertThat(rig.end(rig.start(spec())).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.said("WARNING gd9-a ")).isTrue();
        rig.assertClean("gd9-a", "cart", IN_GD9, 2);
    }

    @Test
    void aRegistryIsAskedOnceForAllClustersOfItsDataCentre() {
        Rig two = new Rig(62, "gd9-a", "gd9-b").app("cart", 1).settled();
        two.registries = stand.registries();
        ReleaseSpec spec = two.specs("cart", Rig.rest()).image(ASKED).build();
        SimulatedRegistries own = new SimulatedRegistries(stand.registries().specs(), two.time, two.ids());
        own.named("gd9").put("shop/cart", "2", V2);
        two.registries = own.registries();
        assertThat(two.end(two.start(spec)).outcome()).as(two::tail).isEqualTo(Outcome.RELEASED);
        assertThat(own.requests("gd9")).isEqualTo(1);
        assertThat(own.requests("test")).isZero();
    }

    /** Versions of all objects that a release could change. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        rig.servers.forEach((name, server) -> List.of(Kind.DEPLOYMENT, Kind.REPLICA_SET, Kind.LEASE, Kind.CONFIG_MAP)
                .forEach(kind -> server.list(kind, Rig.NS, null).forEach(each -> all.append(name)
                        .append(' ')
                        .append(each.getMetadata().getName())
                        .append(' ')
                        .append(each.getMetadata().getResourceVersion())
                        .append('\n'))));
        return all.toString();
    }
}
