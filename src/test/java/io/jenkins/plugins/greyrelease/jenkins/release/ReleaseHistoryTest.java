package io.jenkins.plugins.greyrelease.jenkins.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rollout.BatchReport;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Part;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseHistoryTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> heard = new ArrayList<>();

    @TempDir
    private Path directory;

    private final ReleaseHooks hooks = new ReleaseHooks() {
        @Override
        public CompletableFuture<Verdict> check(BatchReport batch) {
            heard.add("check");
            return CompletableFuture.completedFuture(new Verdict.Passed());
        }

        @Override
        public void event(ReleaseEvent event) {
            heard.add(event.text());
        }

        @Override
        public void changed() {
            heard.add("changed");
        }
    };

    /** A release that shows what it is told to. */
    private final class Shown implements Release {
        private final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
        private ReleasePicture picture = pods(4, 0);
        private int looks;

        @Override
        public List<String> changes() {
            return List.of();
        }

        @Override
        public void approval(ApprovalNote note) {
            throw new AssertionError("noted: " + note.text());
        }

        @Override
        public String id() {
            return picture.release();
        }

        @Override
        public CompletableFuture<ReleaseResult> result() {
            return result;
        }

        @Override
        public CompletableFuture<String> command(Command command, String by) {
            return CompletableFuture.failedFuture(new IllegalStateException("nobody asks it"));
        }

        @Override
        public String status() {
            return "";
        }

        @Override
        public ReleasePicture picture() {
            looks++;
            return picture;
        }

        @Override
        public CompletableFuture<Void> detach() {
            result.complete(null);
            return CompletableFuture.completedFuture(null);
        }
    }

    private final Shown release = new Shown();

    private static ReleasePicture pods(int old, int fresh) {
        return new ReleasePicture(
                "x7f2a",
                "cart",
                "shop",
                "cart:v2",
                Course.FORWARD,
                "batch 1 of 2 in gd9-a",
                List.of(new ClusterPicture(
                        "gd9-a", 1, 2, 4, old, old, fresh, fresh, Part.UNDER_WAY, "under way", false)));
    }

    private ReleaseHistory history() {
        return new ReleaseHistory(time, new HistoryFile(() -> Optional.of(file())));
    }

    private Path file() {
        return directory.resolve("grey-release").resolve("a1.json");
    }

    private ReleaseEvent event(Kind kind, String text) {
        return new ReleaseEvent(time.now(), kind, Optional.of("gd9-a"), 1, text);
    }

    private static List<List<Integer>> numbers(Recording recording) {
        return recording.samplesOf("gd9-a").stream()
                .map(sample -> List.of((int) sample.at().toSeconds(), sample.oldPods(), sample.newPods()))
                .toList();
    }

    @Test
    void recordsEventsAndNumbersAndPassesEverythingOn() {
        ReleaseHistory history = history();
        ReleaseHooks watching = history.watching(hooks);
        history.recording();
        history.follow(release);
        time.advance(Duration.ofSeconds(10));
        watching.event(event(Kind.BATCH_STARTED, "batch 1: canary to 1 of 4 pods"));
        release.picture = pods(4, 1);
        watching.changed();
        time.advance(Duration.ofSeconds(10));
        watching.event(event(Kind.WROTE, "scale cart from 4 to 3"));
        assertThat(watching.check(null).join()).isInstanceOf(ReleaseHooks.Verdict.Passed.class);
        assertThat(heard)
                .containsExactly("batch 1: canary to 1 of 4 pods", "changed", "scale cart from 4 to 3", "check");
        Recording recording = history.recording();
        assertThat(recording.marks())
                .containsExactly(
                        new Mark(Duration.ofSeconds(10), "gd9-a", Mark.Kind.BATCH, "batch 1: canary to 1 of 4 pods"));
        assertThat(numbers(recording)).containsExactly(List.of(0, 4, 0), List.of(10, 4, 1));
        assertThat(recording.last()).contains(pods(4, 1));
    }

    @Test
    void aBunchOfNewsIsOneLook() {
        ReleaseHistory history = history();
        ReleaseHooks watching = history.watching(hooks);
        history.follow(release);
        for (int i = 0; i < 100; i++) {
            watching.changed();
        }
        time.advance(Duration.ofSeconds(2));
        assertThat(release.looks).isEqualTo(1);
    }

    @Test
    void theRevisionTellsWhetherThereIsAnythingNew() {
        ReleaseHistory history = history();
        ReleaseHooks watching = history.watching(hooks);
        history.follow(release);
        time.advance(Duration.ofSeconds(1));
        long before = history.revision();
        watching.changed();
        time.advance(Duration.ofSeconds(1));
        assertThat(history.revision()).isEqualTo(before);
        release.picture = pods(3, 1);
        watching.changed();
        time.advance(Duration.ofSeconds(1));
        assertThat(history.revision()).isGreaterThan(before);
    }

    @Test
    void aRestartGoesOnWithTheSameDrawing() {
        ReleaseHistory first = history();
        first.watching(hooks).event(event(Kind.STARTED, "begins release x7f2a"));
        first.follow(release);
        time.advance(Duration.ofSeconds(30));
        ReleaseHistory second = history();
        assertThat(second.recording()).isEqualTo(first.recording());
        release.picture = pods(3, 1);
        second.follow(release);
        time.advance(Duration.ofSeconds(30));
        assertThat(numbers(second.recording())).containsExactly(List.of(0, 4, 0), List.of(30, 3, 1));
        assertThat(second.recording().marks()).hasSize(1);
    }

    @Test
    void theEndIsKeptAtOnce() {
        ReleaseHistory history = history();
        history.follow(release);
        time.advance(Duration.ofSeconds(1));
        release.picture = pods(0, 4);
        release.result.complete(null);
        assertThat(history().recording().last()).contains(pods(0, 4));
    }

    @Test
    void beforePreflightHasPassedThereAreWordsButNoNumbers() {
        release.picture = new ReleasePicture(
                "",
                "cart",
                "shop",
                "cart:v2",
                Course.PREFLIGHT,
                "preflight",
                pods(4, 0).clusters());
        ReleaseHistory history = history();
        history.follow(release);
        time.advance(Duration.ofSeconds(1));
        assertThat(history.recording().samples()).isEmpty();
        assertThat(history.recording().last()).contains(release.picture);
    }

    @Test
    void aReleaseThatIsLookedAtAnewIsShownAsItWasSeenLast() {
        ReleaseHistory first = history();
        first.follow(release);
        time.advance(Duration.ofSeconds(10));
        ReleasePicture preflight =
                new ReleasePicture("", "cart", "shop", "cart:v2", Course.PREFLIGHT, "preflight", List.of());
        release.picture = preflight;
        ReleaseHistory second = history();
        second.follow(release);
        time.advance(Duration.ofSeconds(10));
        ReleasePicture shown = second.recording().complete(preflight);
        assertThat(shown).isEqualTo(second.recording().picture());
        assertThat(shown.state()).isEqualTo("preflight");
        assertThat(shown.clusters()).isEqualTo(pods(4, 0).clusters());
        assertThat(numbers(second.recording())).hasSize(1);
    }

    @Test
    void aFileThatCannotBeUnderstoodBeginsAnew() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"start\": [");
        assertThat(history().recording().marks()).isEmpty();
        ReleaseHistory history = history();
        history.watching(hooks).event(event(Kind.STARTED, "begins release x7f2a"));
        time.advance(Duration.ofSeconds(10));
        assertThat(history().recording().marks()).hasSize(1);
    }

    @Test
    void aRunThatIsGoneLosesItsDrawingAndNothingElse() {
        ReleaseHistory history = new ReleaseHistory(time, new HistoryFile(Optional::empty));
        history.watching(hooks).event(event(Kind.STARTED, "begins release x7f2a"));
        time.advance(Duration.ofSeconds(10));
        assertThat(history.recording().marks()).hasSize(1);
        assertThat(heard).hasSize(1);
    }

    @Test
    void whatTheFirstVersionWroteIsStillRead() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), """
                {"start": 1767600000.000000000, "someday": {"more": 1},
                 "samples": {"gd9-a": [{"at": 2.500000000, "cluster": "gd9-a", "app": "cart", "oldPods": 4,
                    "newPods": 1, "oldReady": 4, "newReady": 0, "desired": 4}]},
                 "marks": [{"at": 1.000000000, "cluster": null, "kind": "RELEASE", "text": "begins"}],
                 "picture": {"release": "x7f2a", "app": "cart", "namespace": "shop", "image": "cart:v2",
                    "course": "FORWARD", "state": "under way", "clusters": []}}
                """);
        Recording recording = history().recording();
        assertThat(recording.samplesOf("gd9-a"))
                .containsExactly(new PodSample(Duration.ofMillis(2500), "gd9-a", "cart", 4, 1, 4, 0, 4));
        assertThat(recording.marks())
                .containsExactly(new Mark(Duration.ofSeconds(1), null, Mark.Kind.RELEASE, "begins"));
        assertThat(recording.picture().state()).isEqualTo("under way");
    }

    @Test
    void aReleaseThatFlickersForDaysStaysAFileThatOpens() {
        Recording recording = Recording.empty(time.now());
        for (int i = 1; i <= 20_000; i++) {
            recording = recording
                    .with(pods(4 - i % 2, i % 2), Duration.ofSeconds(i))
                    .with(new Mark(Duration.ofSeconds(i), "gd9-a", Mark.Kind.PAUSE, "does not answer " + i));
        }
        assertThat(recording.samplesOf("gd9-a"))
                .hasSizeBetween(100, 241)
                .isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(recording.samplesOf("gd9-a").get(0).at()).isEqualTo(Duration.ofSeconds(1));
        assertThat(recording.marks()).hasSizeLessThanOrEqualTo(300);
        assertThat(recording.marks().get(0).text()).endsWith(" 1");
        assertThat(recording.length()).isEqualTo(Duration.ofSeconds(20_000));
    }
}
