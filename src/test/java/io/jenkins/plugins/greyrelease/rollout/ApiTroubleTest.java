package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Effect;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server in trouble during a release: gone through, or stood still at with what to do. */
class ApiTroubleTest {
    private static final String SICK = "gd9-b";
    private static final Effect UNAUTHORIZED = new Effect.Refuse(Reason.FORBIDDEN, 401, "Unauthorized", null);

    private final Rig rig = new Rig(97, "gd9-a", SICK).app("cart", 4).settled();
    private final FaultyCluster port = rig.ports.get(SICK);

    private Release start() {
        return rig.start(rig.specs("cart", Rig.pods(1), Rig.pods(1), Rig.rest()).build());
    }

    private void released(Release release) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v2", 4);
        rig.assertClean(SICK, "cart", "cart:v2", 4);
    }

    /** Half an hour in trouble, told of, with all pods; then healed. */
    private void standsStillUntilHealed(Release release, String... words) {
        rig.time.advance(Duration.ofMinutes(30));
        assertThat(release.result()).as(rig::tail).isNotDone();
        assertThat(release.status()).contains(words);
        assertThat(rig.pods(SICK, "cart:v1") + rig.pods(SICK, "cart:v2")).isGreaterThanOrEqualTo(4);
        port.heal();
        released(release);
    }

    @Test
    @Scenario("a cluster refuses (403) in the middle")
    void aRightThatIsTakenAwayHoldsTheReleaseUntilItIsGivenBack() {
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + SICK + " batch 2");
        port.begin(Fault.always(call -> call.write() && call.kind().equals(Kind.DEPLOYMENT), Fault.forbidden()));
        standsStillUntilHealed(release, "403 forbidden", "Give the rights back");
        assertThat(rig.log)
                .filteredOn(line -> line.contains("PAUSED"))
                .as("told once, not with every try")
                .hasSize(1);
    }

    @Test
    @Scenario("a cluster is read-only")
    void aClusterThatTakesNoWritesAtAllIsWaitedFor() {
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + SICK + " batch 2");
        port.begin(Fault.always(Fault.WRITES, Fault.forbidden()));
        standsStillUntilHealed(release, "403 forbidden");
    }

    @Test
    @Scenario("a cluster is read-only")
    void aClusterThatIsReadOnlyWhenItsTurnComesIsWaitedFor() {
        Release release = start();
        rig.untilSaid("BATCH_STARTED gd9-a batch 2");
        port.begin(Fault.always(Fault.WRITES, Fault.forbidden()));
        rig.untilSaid("CLUSTER_DONE gd9-a");
        standsStillUntilHealed(release, "403 forbidden");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Scenario("credentials expire mid-release")
    void expiredCredentialsAreToldOfAndWaitedFor(boolean watchesToo) {
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + SICK + " batch 2");
        port.begin(Fault.always(Fault.ANY, UNAUTHORIZED));
        if (watchesToo) {
            port.loseWatches();
        }
        standsStillUntilHealed(release, "401 Unauthorized");
    }

    @Test
    void aLoginThatIsRefusedFromTheBeginningIsSaidOnce() {
        port.begin(Fault.always(Fault.ANY, UNAUTHORIZED));
        ReleaseResult refused = rig.end(start());
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason()).startsWith("cluster " + SICK + ": ").contains("401 Unauthorized");
        assertThat(refused.reason().substring(1)).doesNotContain("cluster " + SICK);
    }

    @Test
    @Scenario("409 for every write once")
    void everySecondWriteMeetsAConflict() {
        int[] writes = {0};
        FaultyCluster.Active conflicts =
                port.begin(Fault.always(call -> call.write() && writes[0]++ % 2 == 0, Fault.conflict()));
        released(start());
        assertThat(conflicts.hits()).isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    @Scenario("429 with and without Retry-After")
    void aServerThatAsksForPatienceGetsIt(int retryAfter) {
        Duration asked = retryAfter == 0 ? null : Duration.ofSeconds(retryAfter);
        Release release = start();
        rig.untilSaid("STARTED");
        FaultyCluster.Active busy =
                port.begin(Fault.always(Fault.ANY, Fault.tooManyRequests(asked)).withProbability(0.2));
        released(release);
        assertThat(busy.hits()).isGreaterThan(10);
    }

    @Test
    @Scenario("500 bursts")
    void burstsOfServerErrorsAreSatOut() {
        for (int burst = 0; burst < 12; burst++) {
            rig.time.after(
                    Duration.ofSeconds(burst * 12L + 1),
                    () -> port.begin(Fault.always(Fault.ANY, Fault.serverError()), Duration.ofSeconds(6)));
        }
        released(start());
    }

    @Test
    @Scenario("timeouts whose write did land")
    void aWriteWhoseAnswerIsLostIsNotDoneTwice() {
        int[] writes = {0};
        FaultyCluster.Active lost =
                port.begin(Fault.always(call -> call.write() && writes[0]++ % 3 == 0, new Effect.LoseAnswer()));
        released(start());
        assertThat(lost.hits()).isGreaterThan(8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Scenario({"watch lost", "watch expired (410)"})
    void watchesThatBreakOrExpireAreOpenedAgain(boolean expire) {
        for (int second = 1; second < 120; second += 3) {
            rig.time.after(Duration.ofSeconds(second), expire ? port::expireWatches : port::loseWatches);
        }
        released(start());
        assertThat(rig.said("UNREACHABLE")).isFalse();
    }

    @Test
    @Scenario("events twice and out of order")
    void eventsThatComeAgainAndLateChangeNothing() {
        port.repeatEvents(0.7);
        released(start());
    }

    @Test
    @Scenario("stale cache")
    void whatAStaleCacheShowsIsReadAgainBeforePodsAreTaken() {
        Release release = start();
        for (int second = 0; second < 300; second += 20) {
            rig.time.after(Duration.ofSeconds(second), port::stallWatches);
            rig.time.after(Duration.ofSeconds(second + 15), port::resumeWatches);
        }
        released(release);
    }
}
