package io.jenkins.plugins.greyrelease.harbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.harbor.Wish.Via;
import io.jenkins.plugins.greyrelease.image.CopyPlan;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Outcome;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryFaults.Replicating;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet.Speed;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ReplicationPolicy;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ImageSyncTest {
    private final Two two = new Two();
    private final List<String> log = new ArrayList<>();

    @Test
    @Scenario("replication status says Failed, then the image is there")
    void takesAFailedReplicationForASuccessWhereTheImageIsThere() {
        policy(Replicating.SAYS_FAILED);

        assertThat(brought(Via.REPLICATION))
                .contains("replicated 0.0 of 0.0 MB", "it is there, though its execution says Failed");
        assertThat(two.arrived()).isTrue();
    }

    @Test
    @Scenario("replication status says Succeed, and the image is not there")
    void takesASuccessfulReplicationForAFailureWhereTheImageIsNot() {
        policy(Replicating.SAYS_SUCCEED);

        assertThat(failed(Via.REPLICATION))
                .contains("did not bring it: execution says Succeed", "not there all the same");
        assertThat(two.arrived()).isFalse();
    }

    @Test
    @Scenario("replication execution stuck")
    void waitsForAStuckExecutionNoLongerThanItMay() {
        policy(Replicating.STUCK);

        assertThat(failed(Via.REPLICATION)).contains("execution says InProgress", "the time is up");
        assertThat(two.time.elapsed()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(62));
    }

    @Test
    @Scenario("replication policy deleted meanwhile")
    void saysThatThePolicyWasDeletedMeanwhile() {
        policy(Replicating.POLICY_DELETED);

        assertThat(failed(Via.REPLICATION)).contains("its policy was deleted meanwhile");
    }

    @Test
    void copiesWhatAReplicationDidNotBring() {
        policy(Replicating.SAYS_SUCCEED);

        assertThat(brought(Via.AUTO)).startsWith("copied 0.0 of 0.0 MB");
        assertThat(log)
                .anyMatch(line ->
                        line.startsWith("[gd9] replication policy 'to gd9'") && line.endsWith("so it is copied"));
        assertThat(two.arrived()).isTrue();
    }

    @Test
    void copiesWhereNoPolicyServesAndSaysWhy() {
        assertThat(brought(Via.AUTO)).startsWith("copied");
        assertThat(log)
                .contains("[gd9] no replication policy serves, so it is copied: registry test has no replication"
                        + " policy between the two; registry gd9 has no replication policy between the two");
        assertThat(failed(Via.REPLICATION, "shop/other"))
                .contains("no replication policy brings shop/other@", "add one in Harbor, or use via: 'copy'");
    }

    @Test
    void knowsByWhichTagsAPolicyWouldBringAnImageThatWasGivenByItsDigest() {
        two.test.replicate(
                new ReplicationPolicy("releases", true, null, two.gd9, "", Map.of("name", "shop/**", "tag", "1.*")));
        Wish wish = wish(Via.REPLICATION, Optional.empty(), false);
        Wish byDigest =
                new Wish(wish.repository(), wish.digest(), List.of(), wish.via(), wish.limit(), wish.worst(), false);

        assertThat(how(run(byDigest))).startsWith("replicated");
    }

    @Test
    void costsNoBytesTheSecondTime() {
        brought(Via.COPY);
        two.net.traffic().reset();

        assertThat(brought(Via.COPY)).isEqualTo("was there already");
        assertThat(two.net.traffic().on("jenkins", "gd9").up()).isZero();
        assertThat(two.net.traffic().on("jenkins", "test").down()).isZero();
    }

    @Test
    void writesTheTagWhereOnlyTheTagIsMissing() {
        two.gd9.put(Two.REPOSITORY, "other", two.image);

        assertThat(brought(Via.COPY)).contains("0 blobs sent");
        assertThat(two.gd9.digest(Two.REPOSITORY, "1.0")).contains(two.image.digest());
    }

    @Test
    void bringsTheSignatureAlongWhereItIsAskedFor() {
        SampleImage signature = SampleImage.signature(two.image.digest());
        Wish signed = wish(Via.COPY, Optional.empty(), true);

        String without = why(run(signed));
        two.test.put(Two.REPOSITORY, SampleImage.signatureTag(two.image.digest()), signature);

        assertThat(without).contains("registry gd9 lacks a signature of shop/web/cart@");
        assertThat(how(run(signed))).startsWith("copied");
        assertThat(two.gd9.digest(Two.REPOSITORY, SampleImage.signatureTag(two.image.digest())))
                .contains(signature.digest());
    }

    @Test
    void asksForTheScanAtTheDestination() {
        two.gd9.severity(two.image.digest(), "High");

        assertThat(why(run(wish(Via.COPY, Optional.of(Severity.MEDIUM), false))))
                .contains("is at registry gd9, but its scan found at worst high");
        assertThat(how(run(wish(Via.COPY, Optional.of(Severity.HIGH), false))))
                .isEqualTo("was there already; scanned, at worst high {High=1}");
    }

    @Test
    void tellsHowFarItIsAndStopsAtTheNextPiece() {
        SampleImage large = SampleImage.of("large", 400_000, 400_000);
        two.test.put(Two.REPOSITORY, "2.0", large);
        two.net.speed("jenkins", "gd9", new Speed(Duration.ofMillis(5), 10_000));
        Wish wish = new Wish(
                Two.REPOSITORY,
                Digest.of(large.digest()),
                List.of(),
                Via.COPY,
                Duration.ofHours(1),
                Optional.empty(),
                false);
        ImageSync sync = sync(wish);
        CompletableFuture<List<Outcome<Brought>>> outcomes = sync.run();
        two.time.advance(Duration.ofSeconds(25));
        String status = sync.status();
        sync.stop("alice");
        two.time.advance(Duration.ofSeconds(5));

        assertThat(outcomes).isDone();
        assertThat(why(outcomes.join().get(0))).contains("stopped by alice");
        assertThat(status).startsWith("brings shop/web/cart@sha256:").endsWith("to gd9");
        assertThat(log).anyMatch(line -> line.matches("\\[gd9\\] 0\\.\\d of 0\\.8 MB, 0\\.0 MB/s"));
    }

    @Test
    void followsAReplicationNoLongerOnceItIsStopped() {
        policy(Replicating.STUCK);
        ImageSync sync = sync(wish(Via.AUTO, Optional.empty(), false));
        CompletableFuture<List<Outcome<Brought>>> outcomes = sync.run();
        two.time.advance(Duration.ofMinutes(2));
        sync.stop("alice");
        two.time.advance(Duration.ofSeconds(20));

        assertThat(why(outcomes.join().get(0))).contains("it is not followed any more; Harbor goes on with it");
        assertThat(two.net.traffic().on("jenkins", "gd9").up()).isZero();
    }

    @Test
    void beginsNoReplicationOnceItIsStopped() {
        policy(Replicating.HONEST);
        ImageSync sync = sync(wish(Via.AUTO, Optional.empty(), false));
        CompletableFuture<List<Outcome<Brought>>> outcomes = sync.run();
        sync.stop("alice");

        assertThat(why(two.await(outcomes).get(0))).isEqualTo("stopped by alice");
        assertThat(log).noneMatch(line -> line.contains("started replication policy"));
    }

    @Test
    void saysWhatTheDestinationLacksInTheEnd() {
        two.gd9.faults().quota("shop", 10);

        assertThat(failed(Via.COPY)).contains("registry gd9", "Quota exceeded");
    }

    private void policy(Replicating how) {
        two.test.replicate(ReplicationPolicy.push("to gd9", two.gd9, "shop/**"));
        two.test.faults().replications(how);
    }

    private String brought(Via via) {
        return how(run(wish(via, Optional.empty(), false)));
    }

    private String failed(Via via) {
        return failed(via, Two.REPOSITORY);
    }

    private String failed(Via via, String repository) {
        two.test.put(repository, "1.0", two.image);
        Wish wish = wish(via, Optional.empty(), false);
        return why(
                run(new Wish(repository, wish.digest(), wish.tags(), via, wish.limit(), wish.worst(), wish.signed())));
    }

    private Wish wish(Via via, Optional<Severity> worst, boolean signed) {
        Digest digest = Digest.of(two.image.digest());
        return new Wish(Two.REPOSITORY, digest, List.of("1.0"), via, Duration.ofHours(1), worst, signed);
    }

    private Outcome<Brought> run(Wish wish) {
        return two.await(sync(wish).run()).get(0);
    }

    private ImageSync sync(Wish wish) {
        return new ImageSync(
                wish,
                CopyPlan.of("test", List.of("gd9"), Map.of()),
                Map.of("test", two.site(two.test), "gd9", two.site(two.gd9)),
                new ImageSync.Surroundings(two.time, Two.IDS, log::add));
    }

    private static String how(Outcome<Brought> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<Brought>) outcome).result().how();
    }

    private static String why(Outcome<Brought> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<Brought>) outcome).why();
    }
}
