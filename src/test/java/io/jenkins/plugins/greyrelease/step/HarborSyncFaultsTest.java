package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Stage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Account;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryFaults.Replicating;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ReplicationPolicy;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.step.ErrandWork.Rules;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a user of {@code harborSync} sees of every trouble: the step's outcome and its message. */
class HarborSyncFaultsTest {
    private static final int CHUNKS = 5;

    private final Stage stage = new Stage();
    private final StandInRegistry test = stage.add("test");
    private final StandInRegistry gd9 = stage.add("gd9");
    private final FakeHost host = new FakeHost(null, stage.time);
    private final SampleImage image = SampleImage.index("cart", List.of("amd64", "arm64"), CHUNKS * Stage.CHUNK, 300);

    HarborSyncFaultsTest() {
        host.registries = new Registries(List.of(stage.member(test), stage.member(gd9)), other -> Optional.empty());
        test.put("shop/cart", "1.4", image);
    }

    private StepOutcome sync(String via, Object... more) {
        Map<String, Object> given = new HashMap<>();
        given.put("image", "test.example/shop/cart:1.4");
        given.put("to", "gd9");
        given.put("via", via);
        for (int i = 0; i < more.length; i += 2) {
            given.put((String) more[i], more[i + 1]);
        }
        return stage.end(new ErrandWork(HarborSyncArgs.from(given), host, Rules.NONE).start());
    }

    private StepOutcome replicated(Replicating how) {
        test.replicate(ReplicationPolicy.push("to gd9", gd9, "shop/**"));
        test.faults().replications(how);
        return sync("replication", "timeout", "10m");
    }

    private String failed(StepOutcome outcome) {
        assertThat(outcome.status()).as(outcome.message()).isEqualTo(Status.FAILURE);
        assertThat(outcome.result()).as("what has the image").isEmpty();
        assertThat(gd9.digest("shop/cart", "1.4")).isEmpty();
        // no name of a class, nothing said twice, no secret
        assertThat(outcome.message())
                .doesNotContain("Exception", "HttpFailure", "registry gd9: registry gd9", Stage.SECRET);
        return outcome.message();
    }

    private void arrived(StepOutcome outcome) {
        assertThat(outcome.status()).as(outcome.message()).isEqualTo(Status.SUCCESS);
        assertThat(outcome.result()).containsEntry("gd9", "gd9.example/shop/cart:1.4@" + image.digest());
        assertThat(gd9.digest("shop/cart", "1.4")).contains(image.digest());
    }

    @Test
    @Scenario("replication status says Failed, then the image is there")
    void aReplicationThatSaysFailedThoughTheImageIsThereIsASuccessWithALine() {
        arrived(replicated(Replicating.SAYS_FAILED));
        assertThat(host.log)
                .anyMatch(line -> line.endsWith("it is there, though its execution says Failed, 1 of 1 tasks ended (job"
                        + " failed: rehearsed)"));
    }

    @Test
    @Scenario("replication status says Succeed, and the image is not there")
    void aReplicationThatSaysSucceedWithoutTheImageIsAFailure() {
        assertThat(failed(replicated(Replicating.SAYS_SUCCEED)))
                .isEqualTo("registry gd9: replication policy 'to gd9' of registry test did not bring it: execution says"
                        + " Succeed, 1 of 1 tasks ended; it is not there all the same");
    }

    @Test
    @Scenario("replication execution stuck")
    void aStuckExecutionIsWaitedForUntilTheTimeIsUpWithoutFillingTheLog() {
        assertThat(failed(replicated(Replicating.STUCK)))
                .contains("execution says InProgress, 0 of 1 tasks ended; the time is up; Harbor goes on with it");
        assertThat(stage.time.elapsed()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(host.log).hasSizeLessThan(10);
    }

    @Test
    void anExecutionThatIsStuckAfterItHasBroughtTheImageHoldsUpNobody() {
        arrived(replicated(Replicating.STUCK_AFTER_COPYING));
        assertThat(stage.time.elapsed()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    @Scenario("replication policy deleted meanwhile")
    void aPolicyThatIsDeletedMeanwhileIsNamedAndAutoCopiesInstead() {
        assertThat(failed(replicated(Replicating.POLICY_DELETED)))
                .contains("policy 'to gd9' of registry test", "its policy was deleted meanwhile");
        test.replicate(ReplicationPolicy.push("to gd9", gd9, "shop/**"));
        arrived(sync("auto"));
        assertThat(host.log)
                .anyMatch(line -> line.endsWith(
                        "its policy was deleted meanwhile; it is not there all the" + " same; so it is copied"));
    }

    @Test
    @Scenario("blob upload cut at every chunk")
    void anUploadThatIsCutAtAnyChunkGoesOnAlsoWhereTheRegistryHasForgottenIt() {
        for (boolean forgotten : new boolean[] {false, true}) {
            for (int chunk = 0; chunk < 2 * CHUNKS; chunk++) {
                HarborSyncFaultsTest once = new HarborSyncFaultsTest();
                once.gd9.faults().cutUpload(chunk, forgotten);
                once.arrived(once.sync("copy"));
                long sent = once.stage.traffic(once.gd9).up();
                assertThat(sent - image.size())
                        .as("bytes sent twice, chunk " + chunk + " cut")
                        .isBetween(0L, forgotten ? (long) CHUNKS * Stage.CHUNK : Stage.CHUNK);
            }
        }
    }

    @Test
    @Scenario("registry answers 401 after an hour")
    void tokensThatRunOutInTheMiddleAreFetchedAnew() {
        test.faults().tokenLife(Duration.ofMinutes(1));
        gd9.faults().tokenLife(Duration.ofMinutes(1));
        stage.net.speed("us", "gd9", new RegistryNet.Speed(Duration.ofSeconds(1), 30));
        arrived(sync("copy"));
        assertThat(stage.time.elapsed()).isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void aLinkThatIsTooSlowForTheTimeoutSaysSoAndTheNextRunGoesOn() {
        stage.net.speed("us", "gd9", new RegistryNet.Speed(Duration.ofSeconds(1), 30));
        assertThat(failed(sync("copy", "timeout", "90s")))
                .isEqualTo("registry gd9: the time that 'timeout' gives is up; what has arrived stays, running it again"
                        + " goes on from there");
        assertThat(host.log).anyMatch(line -> line.startsWith("[gd9] 0.0 of 0.0 MB, "));
        long before = stage.traffic(gd9).up();
        host.notes.clear();
        arrived(sync("copy", "timeout", "1h"));
        assertThat(before).isPositive();
        assertThat(stage.traffic(gd9).up()).isLessThan(before + image.size());
    }

    @Test
    @Scenario("registry quota")
    void aQuotaIsSaidWithWhatToDo() {
        gd9.faults().quota("shop", 6000);
        assertThat(failed(sync("copy")))
                .startsWith("registry gd9: end the upload of blob sha256:")
                .contains("403 DENIED Quota exceeded")
                .endsWith("make room in registry gd9, or raise its quota");
    }

    @Test
    @Scenario("robot without push right")
    void aRobotThatMayNotPushIsToldWhichRightItNeeds() {
        gd9.with(Account.reader("robot$release", Stage.SECRET));
        assertThat(failed(sync("copy")))
                .startsWith("registry gd9: begin to upload blob sha256:")
                .endsWith("give the account that is configured for registry gd9 the right to push to shop/cart");
    }

    @Test
    void whoseCredentialsAreWrongOrWhoDoesNotAnswerIsNamed() {
        gd9.with(Account.robot("robot$release", "another"));
        assertThat(failed(sync("copy")))
                .startsWith("registry gd9: get a token to pull from shop/cart: 401 UNAUTHORIZED")
                .endsWith("check the credentials that are configured for registry gd9");
        gd9.faults().down(true);
        assertThat(failed(sync("auto")))
                .startsWith("registry gd9: ")
                .contains("no connection to gd9.example")
                .endsWith("check address, network and proxy of registry gd9");
    }

    @Test
    void aProxyThatTakesNoLargeRequestsIsNamed() {
        gd9.faults().bodyLimit(500);
        assertThat(failed(sync("copy")))
                .contains(
                        ": 413 Request Entity Too Large; raise the limit on the size of requests at the proxy in front of"
                                + " registry gd9");
    }

    @Test
    @Scenario("manifest list with one platform missing")
    void aListThatLacksAPlatformIsRefusedBeforeAnythingIsSent() {
        Manifest list = stage.end(stage.client(test).manifest("shop/cart", image.digest()));
        test.remove("shop/cart", list.manifests().get(1).digest().toString());
        assertThat(failed(sync("copy")))
                .contains("its image for linux/arm64 is missing", "push the image again with all its platforms");
        assertThat(stage.traffic(gd9).up()).isZero();
    }
}
