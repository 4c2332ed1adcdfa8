package io.jenkins.plugins.greyrelease.jenkins.page;

import io.jenkins.plugins.greyrelease.jenkins.release.Recording;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Part;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Releases made by hand, for tests of pages. */
final class Views {
    static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    static final Viewer OPERATOR =
            new Viewer(Set.of("a1b2c3", "d4e5f6", "paused"), "Jenkins-Crumb", "c0ffee", ZoneOffset.UTC, false);
    static final Viewer READER = new Viewer(Set.of(), "", "", ZoneOffset.UTC, false);

    private Views() {}

    static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    static ClusterPicture cluster(String name, int batch, int fresh, Part part, boolean paused) {
        String words =
                switch (part) {
                    case NOT_BEGUN -> "not its turn";
                    case UNDER_WAY ->
                        paused ? "under way: does not answer since 40 s" : "under way: waiting for 4 pods to serve";
                    case NEW -> "runs the new version";
                    case GOING_BACK -> "goes back: scale cart from 6 to 10";
                    case OLD -> "runs the old version again";
                };
        return new ClusterPicture(
                name, batch, 3, 10, 10 - fresh, 10 - fresh, fresh, Math.max(0, fresh - 1), part, words, paused);
    }

    static ReleasePicture picture(Course course, String state, ClusterPicture... clusters) {
        return new ReleasePicture(
                "x7f2a", "cart", "shop", "harbor.test.example/shop/cart:2.0", course, state, List.of(clusters));
    }

    /** The first of three clusters is done, the second one in its second batch. */
    static ReleasePicture inTheMiddle(Course course, String state, boolean paused) {
        return picture(
                course,
                state,
                cluster("gd9-a", 3, 10, Part.NEW, false),
                cluster("gd9-b", 2, 5, Part.UNDER_WAY, paused),
                cluster("nh-a", 0, 0, Part.NOT_BEGUN, false));
    }

    /** What led there. */
    static Recording recording(ReleasePicture picture) {
        Map<String, List<PodSample>> samples = new LinkedHashMap<>();
        List<Mark> marks = new ArrayList<>();
        marks.add(new Mark(s(1), null, Mark.Kind.RELEASE, "begins release x7f2a of cart: image cart:2.0"));
        int at = 5;
        for (ClusterPicture cluster : picture.clusters()) {
            List<PodSample> own = new ArrayList<>();
            own.add(new PodSample(s(0), cluster.cluster(), "cart", 10, 0, 10, 0, 10));
            int[] sizes = {1, 5, 10};
            for (int batch = 0; batch < cluster.batch(); batch++) {
                int from = batch == 0 ? 0 : sizes[batch - 1];
                int to = sizes[batch];
                marks.add(new Mark(
                        s(at),
                        cluster.cluster(),
                        Mark.Kind.BATCH,
                        "batch " + (batch + 1) + ": canary to " + to + " of 10 pods"));
                own.add(new PodSample(s(at + 1), cluster.cluster(), "cart", 10 - from, to, 10 - from, from, 10));
                own.add(new PodSample(s(at + 12), cluster.cluster(), "cart", 10 - from, to, 10 - from, to, 10));
                own.add(new PodSample(s(at + 14), cluster.cluster(), "cart", 10 - to, to, 10 - to, to, 10));
                marks.add(new Mark(
                        s(at + 30), cluster.cluster(), Mark.Kind.CHECK, "check of batch " + (batch + 1) + " passed"));
                at += 40;
            }
            samples.put(cluster.cluster(), own);
        }
        return new Recording(START, samples, marks, picture);
    }

    static ReleaseView live(ReleasePicture picture) {
        Recording recording = recording(picture);
        return new ReleaseView(
                "a1b2c3",
                "canaryBatch",
                null,
                START,
                picture,
                recording,
                recording.length().plusSeconds(8),
                Optional.empty());
    }

    static ReleaseView ended(ReleasePicture picture, StepOutcome.Status status, String message) {
        Recording recording = recording(picture);
        return new ReleaseView(
                "a1b2c3",
                "canaryBatch",
                null,
                START,
                picture,
                recording,
                recording.length(),
                Optional.of(new StepOutcome(status, message, Map.of())));
    }

    static PageBody page(ReleaseView... releases) {
        return new PageBody(List.of(releases), List.of(), List.of(), false, "Nothing was released.");
    }
}
