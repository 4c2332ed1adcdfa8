package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.image.DistributionRegistry;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Registries.Member;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryFaults.Replicating;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ReplicationPolicy;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Traffic.Amounts;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.ErrandWork.Rules;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One image, the registry it was tested in, one for production, and one in each of four data centres behind that. */
class HarborSyncRunTest {
    private static final List<String> CENTRES = List.of("gd9", "bj1", "nh", "sh2");

    private final VirtualTime time = new VirtualTime();
    private final RegistryNet net = new RegistryNet(time);
    private final FakeHost host = new FakeHost(null, time);
    private final SampleImage image = SampleImage.index("cart 1", List.of("amd64", "arm64"), 3000, 5000);

    HarborSyncRunTest() {
        PatientClient client = new PatientClient(net.client("jenkins"), time, host.ids(), Patience.USUAL);
        List<Member> members = new ArrayList<>();
        members.add(member("test", Optional.empty(), client));
        members.add(member("prod", Optional.of("test"), client));
        CENTRES.forEach(centre -> members.add(member(centre, Optional.of("prod"), client)));
        host.registries = new Registries(members, outside -> Optional.empty());
        named("test").put("shop/cart", "1.4", image);
    }

    @Test
    void bringsOneImageOverEachLinkOnceAndNamesItEverywhere() {
        StepOutcome outcome = sync(Map.of("to", List.of("prod", "gd9", "bj1", "nh", "sh2"), "via", "copy"));

        assertThat(outcome.status()).as(outcome.message()).isEqualTo(Status.SUCCESS);
        assertThat(outcome.result()).hasSize(5).containsEntry("gd9", "gd9.example/shop/cart:1.4@" + image.digest());
        assertThat(net.traffic().on("jenkins", "test").down()).isEqualTo(image.size());
        assertThat(net.traffic().on("jenkins", "prod").down()).isEqualTo(4 * image.size());
        CENTRES.forEach(centre -> {
            Amounts amounts = net.traffic().on("jenkins", centre);
            assertThat(amounts.up()).as(centre).isEqualTo(image.size());
            assertThat(amounts.blobs().values())
                    .as(centre)
                    .hasSize(image.blobs().size())
                    .containsOnly(1);
        });
    }

    @Test
    void costsNoBytesTheSecondTime() {
        Map<String, Object> given = Map.of("to", List.of("prod", "gd9"), "via", "copy");
        sync(given);
        net.traffic().reset();

        assertThat(sync(given).status()).isEqualTo(Status.SUCCESS);
        net.traffic().amounts().forEach((link, amounts) -> assertThat(amounts.up() + amounts.down())
                .as(link.toString())
                .isZero());
    }

    @Test
    void holdsUpOnlyThoseBehindARegistryThatFails() {
        named("bj1").faults().down(true);
        named("prod").faults().quota("shop", 100);

        StepOutcome outcome = sync(Map.of("to", List.of("prod", "gd9", "bj1"), "via", "copy"));
        StepOutcome straight = sync(Map.of("to", List.of("gd9", "bj1"), "via", "copy"));

        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message())
                .contains("registry prod: ", "Quota exceeded")
                .contains("registry gd9: was not tried, since it gets the image from registry prod");
        assertThat(straight.message()).contains("registry bj1: ").doesNotContain("gd9: ");
        assertThat(straight.result()).containsOnlyKeys("gd9");
    }

    @Test
    void letsHarborReplicateWhereItHasAPolicyAndCopiesElsewhere() {
        named("test").replicate(ReplicationPolicy.push("to production", named("prod"), "shop/**"));
        named("test").faults().replications(Replicating.SAYS_FAILED);

        StepOutcome outcome = sync(Map.of("to", List.of("prod", "gd9")));

        assertThat(outcome.status()).as(outcome.message()).isEqualTo(Status.SUCCESS);
        assertThat(net.traffic().on("registry:test", "prod").up()).isEqualTo(image.size());
        assertThat(net.traffic().on("jenkins", "prod").up()).isZero();
        assertThat(net.traffic().on("jenkins", "gd9").up()).isEqualTo(image.size());
        assertThat(host.log)
                .anyMatch(
                        line -> line.startsWith("[prod] registry prod has shop/cart@" + image.digest() + ": replicated")
                                && line.contains("though its execution says Failed"));
    }

    @Test
    void refusesWhatIsNotConfiguredBeforeItDoesAnything() {
        StepOutcome outcome = ended(Map.of("image", "elsewhere.example/cart:1", "to", List.of("gd99", "prod")));

        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.message())
                .contains("to: there is no registry 'gd99'; did you mean 'gd9'?")
                .contains("image: elsewhere.example/cart:1 is in no registry that is configured");
        assertThat(net.traffic().amounts()).isEmpty();
        assertThat(ended(Map.of("image", "test.example/shop/cart:2", "to", "gd9"))
                        .message())
                .isEqualTo("registry test has no image test.example/shop/cart:2; check its name, or build it first");
    }

    @Test
    void endsSoonAfterItWasStoppedAndGoesOnWhenItIsRunAgain() {
        net.speed("jenkins", "gd9", new RegistryNet.Speed(Duration.ofSeconds(1), 1000));
        ErrandWork work = work(Map.of("image", "test.example/shop/cart:1.4", "to", "gd9", "via", "copy"));
        CompletableFuture<StepOutcome> stopped = work.start();
        time.advance(Duration.ofSeconds(12));
        work.stop("alice");

        assertThat(await(stopped).status()).isEqualTo(Status.ABORTED);
        assertThat(await(stopped).message()).contains("registry gd9: stopped by alice");
        assertThat(named("gd9").digest("shop/cart", "1.4")).isEmpty();
        assertThat(sync(Map.of("to", "gd9", "via", "copy")).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void bringsAfterARestartWhatTheTagMeantBefore() {
        named("gd9").faults().down(true);
        sync(Map.of("to", "gd9", "via", "copy"));
        assertThat(host.notes).containsEntry("digest of test.example/shop/cart:1.4", image.digest());
        named("gd9").faults().down(false);
        named("test").put("shop/cart", "1.4", SampleImage.of("built meanwhile", 10));

        StepOutcome again = sync(Map.of("to", "gd9", "via", "copy"));

        assertThat(again.result()).containsEntry("gd9", "gd9.example/shop/cart:1.4@" + image.digest());
        assertThat(named("gd9").digest("shop/cart", "1.4")).contains(image.digest());
        assertThat(host.log)
                .contains("goes on with test.example/shop/cart:1.4@" + image.digest()
                        + ", as it was when this step began");
    }

    private StepOutcome sync(Map<String, Object> more) {
        Map<String, Object> given = new HashMap<>(more);
        given.put("image", "test.example/shop/cart:1.4");
        return ended(given);
    }

    private StepOutcome ended(Map<String, Object> given) {
        return await(work(given).start());
    }

    private ErrandWork work(Map<String, Object> given) {
        return new ErrandWork(HarborSyncArgs.from(given), host, Rules.NONE);
    }

    private StepOutcome await(CompletableFuture<StepOutcome> outcome) {
        assertThat(time.runUntil(outcome::isDone, time.elapsed().plus(Duration.ofHours(3))))
                .isTrue();
        return outcome.join();
    }

    private StandInRegistry named(String name) {
        return net.named(name).orElseThrow();
    }

    private Member member(String name, Optional<String> upstream, PatientClient client) {
        String url = "https://" + name + ".example";
        net.add(name, url).open();
        RegistrySpec spec = new RegistrySpec(name, "", url, Optional.empty(), upstream, Optional.empty());
        return new Member(
                spec,
                new DistributionRegistry(name, URI.create(url), Login.Anonymous::new, client, 2000),
                client,
                Login.Anonymous::new);
    }
}
