package io.jenkins.plugins.greyrelease.harbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.harbor.Replication.End;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Account;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryFaults.Replicating;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ReplicationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplicationTest {
    private final Two two = new Two();
    private final List<String> log = new ArrayList<>();

    @Test
    void bringsTheImageByAPolicyThatPushes() {
        two.test.replicate(ReplicationPolicy.push("others", two.gd9, "base/**"));
        two.test.replicate(ReplicationPolicy.push("to gd9", two.gd9, "shop/**"));

        assertThat(replicate(Duration.ofMinutes(10))).isEqualTo(new End.Arrived(""));

        assertThat(two.arrived()).isTrue();
        assertThat(two.net.traffic().on("registry:test", "gd9").blobs()).hasSize(3);
        assertThat(log.get(0)).isEqualTo("registry test started replication policy 'to gd9', execution 3");
    }

    @Test
    void bringsTheImageByAPolicyThatPulls() {
        two.gd9.replicate(ReplicationPolicy.pull("from test", two.test, "shop/**"));

        assertThat(replicate(Duration.ofMinutes(10))).isEqualTo(new End.Arrived(""));
    }

    @Test
    void doesNotBelieveThatItFailedWhereTheImageIsThere() {
        assertThat(after(Replicating.SAYS_FAILED))
                .isEqualTo(new End.Arrived("its execution says Failed, 1 of 1 tasks ended (job failed: rehearsed)"));
        assertThat(two.arrived()).isTrue();
    }

    @Test
    void doesNotBelieveThatItSucceededWhereTheImageIsNot() {
        assertThat(after(Replicating.SAYS_SUCCEED)).isInstanceOfSatisfying(End.Missing.class, missing -> assertThat(
                        missing.why())
                .startsWith("replication policy 'to gd9' of registry test did not bring it: execution says Succeed")
                .contains("it is not there all the same"));
        assertThat(two.time.elapsed()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void goesOnWhereTheImageIsThereThoughTheExecutionNeverEnds() {
        assertThat(after(Replicating.STUCK_AFTER_COPYING))
                .isEqualTo(new End.Arrived("its execution says InProgress, 0 of 1 tasks ended"));
        assertThat(two.time.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void givesUpAnExecutionThatIsStuckWhenTheTimeIsUp() {
        assertThat(after(Replicating.STUCK))
                .isInstanceOfSatisfying(End.Missing.class, missing -> assertThat(missing.why())
                        .contains("execution says InProgress, 0 of 1 tasks ended", "the time is up"));
        assertThat(two.time.elapsed()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(two.net.traffic().on("jenkins", "test").requests())
                .as("spaced")
                .isLessThan(120);
    }

    @Test
    void noticesThatThePolicyWasDeletedMeanwhile() {
        assertThat(after(Replicating.POLICY_DELETED))
                .isInstanceOfSatisfying(End.Missing.class, missing -> assertThat(missing.why())
                        .contains("is gone, its policy was deleted meanwhile"));
    }

    @Test
    void noticesThatThePolicyWasDeletedBeforeItWasStarted() {
        long id = two.test.replicate(ReplicationPolicy.push("to gd9", two.gd9, "shop/**"));
        Route route = route();
        two.test.removePolicy(id);

        assertThat(two.await(replication(route).bring(Duration.ofMinutes(1))))
                .isInstanceOfSatisfying(End.Missing.class, missing -> assertThat(missing.why())
                        .contains("start replication policy 'to gd9': 404 NOT_FOUND replication policy 1 not found"));
    }

    @Test
    void goesOnWhileHarborIsAwayForAMoment() {
        two.test.replicate(ReplicationPolicy.push("to gd9", two.gd9, "shop/**"));
        two.test.faults().replications(Replicating.STUCK_AFTER_COPYING);
        CompletableFuture<End> end = replication(route()).bring(Duration.ofHours(1));
        two.time.advance(Duration.ofMillis(1500));
        two.gd9.faults().down(true);
        two.test.faults().down(true);
        two.time.advance(Duration.ofMinutes(5));
        two.gd9.faults().down(false);
        two.test.faults().down(false);

        assertThat(two.await(end)).isInstanceOf(End.Arrived.class);
    }

    @Test
    void saysWhyNoPolicyServes() {
        two.test.with(Account.reader("robot$reader", "x"));
        two.gd9.replicate(ReplicationPolicy.pull("base images", two.test, "base/**"));

        Site test = two.site(two.test);
        Optional<Harbor> reader = Optional.of(two.harbor(two.test, "robot$reader", "x"));

        Route.Search search = two.await(Route.find(
                new Site(test.name(), test.url(), test.registry(), reader),
                two.site(two.gd9),
                Two.REPOSITORY,
                List.of("1.0")));

        assertThat(search.route()).isEmpty();
        assertThat(search.why())
                .contains("registry test: list replication policies: 403")
                .contains("registry gd9 has replication policies between the two that do not bring this image, or are"
                        + " off: 'base images'");
    }

    private End after(Replicating how) {
        two.test.replicate(ReplicationPolicy.push("to gd9", two.gd9, "shop/**"));
        two.test.faults().replications(how);
        return replicate(Duration.ofMinutes(10));
    }

    private End replicate(Duration limit) {
        return two.await(replication(route()).bring(limit));
    }

    private Route route() {
        return two.await(Route.find(two.site(two.test), two.site(two.gd9), Two.REPOSITORY, List.of("1.0")))
                .route()
                .orElseThrow();
    }

    private Replication replication(Route route) {
        return new Replication(
                route, Two.REPOSITORY, () -> CompletableFuture.completedFuture(two.arrived()), log::add, Two.IDS);
    }
}
