package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Part;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What people get to see of a release is what its clusters hold. */
class PictureTest {
    private final Rig rig = new Rig(90, "gd9-a", "gd9-b").app("cart", 4).settled();
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

    private Release start(Specs specs) {
        return rig.start(specs.build());
    }

    private Specs inTwoBatches() {
        return rig.specs("cart", Rig.pods(1), Rig.rest());
    }

    /** A release whose first check is not answered yet. */
    private Release untilFirstCheck(Specs specs) {
        rig.judge = batch -> rig.checks.size() == 1 ? verdict : CompletableFuture.completedFuture(new Verdict.Passed());
        Release release = start(specs);
        rig.until(() -> !rig.checks.isEmpty());
        rig.time.advance(Duration.ofMinutes(1));
        return release;
    }

    private static ClusterPicture of(ReleasePicture picture, String cluster) {
        return picture.clusters().stream()
                .filter(each -> each.cluster().equals(cluster))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> pods(ClusterPicture cluster) {
        return List.of(cluster.oldPods(), cluster.oldReady(), cluster.newPods(), cluster.newReady());
    }

    @Test
    void beforePreflightHasPassedItSaysThatNothingWasChanged() {
        Release release = start(inTwoBatches());
        ReleasePicture picture = release.picture();
        assertThat(picture.release()).isEmpty();
        assertThat(picture.course()).isEqualTo(Course.PREFLIGHT);
        assertThat(picture.state()).contains("before anything is changed");
        assertThat(picture.image()).isEqualTo("cart:v2");
        assertThat(picture.clusters()).extracting(ClusterPicture::cluster).containsExactly("gd9-a", "gd9-b");
    }

    @Test
    void atACheckItShowsBatchPodsAndWhoseTurnItIs() {
        Release release = untilFirstCheck(inTwoBatches());
        ReleasePicture picture = release.picture();
        assertThat(picture.release()).isEqualTo(release.id());
        assertThat(picture.course()).isEqualTo(Course.FORWARD);
        assertThat(picture.state()).isEqualTo("check of batch 1 of 2 in gd9-a");
        ClusterPicture first = of(picture, "gd9-a");
        assertThat(pods(first)).containsExactly(3, 3, 1, 1);
        assertThat(List.of(first.batch(), first.batches(), first.desired())).containsExactly(1, 2, 4);
        assertThat(first.part()).isEqualTo(Part.UNDER_WAY);
        ClusterPicture second = of(picture, "gd9-b");
        assertThat(pods(second)).containsExactly(4, 4, 0, 0);
        assertThat(second.standing()).isEqualTo("not its turn");
        assertThat(picture.clusters()).noneMatch(ClusterPicture::paused);
    }

    @Test
    void aWaveOverSeveralClustersIsToldAsOne() {
        Release release =
                untilFirstCheck(rig.specs("cart", Rig.pods(2), Rig.rest()).spread(Spread.EVEN));
        assertThat(release.picture().state()).isEqualTo("check of batch 1 of 2 in gd9-a, gd9-b");
    }

    @Test
    void numbersThatChangeAreAnnouncedAndEndWhereTheClustersEnd() {
        List<List<Integer>> seen = new ArrayList<>();
        Release release = start(inTwoBatches());
        rig.onChange = () -> {
            List<Integer> now = pods(of(release.picture(), "gd9-a"));
            if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(now)) {
                seen.add(now);
            }
        };
        rig.end(release);
        assertThat(seen).startsWith(List.of(4, 4, 0, 0), List.of(4, 4, 1, 0), List.of(4, 4, 1, 1), List.of(4, 3, 1, 1));
        assertThat(seen).allSatisfy(pods -> {
            assertThat(pods.get(1)).isLessThanOrEqualTo(pods.get(0));
            assertThat(pods.get(3)).isLessThanOrEqualTo(pods.get(2));
            assertThat(pods.get(1) + pods.get(3)).isGreaterThanOrEqualTo(4);
        });
        ReleasePicture end = release.picture();
        assertThat(end.course()).isEqualTo(Course.ENDED);
        assertThat(end.state()).isEqualTo("released");
        assertThat(end.clusters()).allSatisfy(cluster -> {
            assertThat(pods(cluster)).containsExactly(0, 0, 4, 4);
            assertThat(cluster.part()).isEqualTo(Part.NEW);
            assertThat(cluster.standing()).isEqualTo("runs the new version");
        });
    }

    @Test
    void aClusterThatHadEndedAndIsTakenBackShowsTheOldVersionAsOld() {
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.places().get(0).cluster().equals("gd9-b")
                        ? new Verdict.Rejected("5 % of the requests fail")
                        : new Verdict.Passed());
        Release release = start(inTwoBatches());
        rig.untilSaid("CLUSTER_DONE gd9-a");
        assertThat(of(release.picture(), "gd9-a").part()).isEqualTo(Part.NEW);
        assertThat(of(release.picture(), "gd9-a").newReady()).isEqualTo(4);
        rig.until(() -> rig.pods("gd9-a", "cart:v1") == 4 && rig.pods("gd9-a", "cart:v2") > 0);
        ReleasePicture back = release.picture();
        assertThat(back.course()).isEqualTo(Course.BACK);
        assertThat(back.state()).contains("everything goes back: check of batch 1 in gd9-b failed");
        assertThat(of(back, "gd9-a").part()).isEqualTo(Part.GOING_BACK);
        assertThat(of(back, "gd9-a").newPods()).isPositive();
        rig.end(release);
        ReleasePicture end = release.picture();
        assertThat(end.state()).startsWith("rolled back: check of batch 1 in gd9-b failed");
        assertThat(rig.said("ROLLED_BACK gd9-a cart runs the old version again"))
                .as(rig::tail)
                .isTrue();
        assertThat(end.clusters()).allSatisfy(cluster -> {
            assertThat(pods(cluster)).containsExactly(4, 4, 0, 0);
            assertThat(cluster.part()).isEqualTo(Part.OLD);
        });
    }

    @Test
    void aPauseSaysByWhomAndWhatTheChoicesAre() {
        Release release = untilFirstCheck(inTwoBatches());
        CompletableFuture<String> paused = release.command(Command.PAUSE, "alice");
        rig.until(paused::isDone);
        ReleasePicture picture = release.picture();
        assertThat(picture.course()).isEqualTo(Course.PAUSED);
        assertThat(picture.state()).isEqualTo("paused by alice. Resume to go on, promote now, or roll back now");
        assertThat(of(picture, "gd9-a").paused()).isTrue();
    }

    @Test
    void aFailureThatPausesNamesThePodsTrouble() {
        rig.breakImage("gd9-a", "cart:v2");
        Release release = start(inTwoBatches().onFailure(OnFailure.PAUSE).progressDeadline(Duration.ofMinutes(2)));
        rig.untilSaid("PAUSED");
        ClusterPicture cluster = of(release.picture(), "gd9-a");
        assertThat(pods(cluster)).containsExactly(4, 4, 1, 0);
        assertThat(cluster.paused()).isTrue();
        assertThat(cluster.standing()).startsWith("under way: ").contains("its readiness probe fails");
    }

    @Test
    void aClusterThatDoesNotAnswerSaysSoAndKeepsWhatWasSeenLast() {
        Release release = untilFirstCheck(inTwoBatches());
        rig.ports.get("gd9-a").down();
        rig.untilSaid("UNREACHABLE gd9-a");
        ReleasePicture picture = release.picture();
        assertThat(picture.state()).isEqualTo("stands still in gd9-a");
        assertThat(of(picture, "gd9-a").paused()).isTrue();
        assertThat(of(picture, "gd9-a").standing()).contains("does not answer");
        assertThat(pods(of(picture, "gd9-a"))).containsExactly(3, 3, 1, 1);
    }

    @Test
    void whatWasRefusedEndsWithTheReasonAndWithoutNumbers() {
        Release release = start(inTwoBatches().clusters("gd9-a", "nowhere"));
        rig.end(release);
        ReleasePicture picture = release.picture();
        assertThat(picture.course()).isEqualTo(Course.ENDED);
        assertThat(picture.state())
                .startsWith("refused, nothing was changed: ")
                .contains("nowhere is not in the fleet");
        assertThat(picture.clusters()).allMatch(cluster -> cluster.part() == Part.NOT_BEGUN);
    }

    @Test
    void aNewProcessKnowsTheBatchThatHadBegunAlsoWhereItStandsStill() {
        Release paused = untilFirstCheck(inTwoBatches());
        CompletableFuture<String> answer = paused.command(Command.PAUSE, "alice");
        rig.until(answer::isDone);
        paused.detach();
        Release release = rig.again(inTwoBatches().build());
        rig.untilSaid("ATTACHED");
        assertThat(release.picture().course()).isEqualTo(Course.PAUSED);
        assertThat(of(release.picture(), "gd9-a").batch()).isEqualTo(1);
    }

    @Test
    void aNewProcessShowsClustersThatEndedBeforeItAsWhatTheyRun() {
        Release dying = start(inTwoBatches());
        rig.untilSaid("CLUSTER_STARTED gd9-b");
        dying.detach();
        Release release = rig.again(inTwoBatches().build());
        rig.untilSaid("ATTACHED");
        ClusterPicture ended = of(release.picture(), "gd9-a");
        assertThat(pods(ended)).containsExactly(0, 0, 4, 4);
        assertThat(ended.part()).isEqualTo(Part.NEW);
        assertThat(ended.batch()).isEqualTo(ended.batches()).isEqualTo(2);
        rig.end(release);
        assertThat(release.picture().state()).isEqualTo("released");
    }
}
