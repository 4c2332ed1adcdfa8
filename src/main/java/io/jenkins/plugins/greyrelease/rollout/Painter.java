package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Wave;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Part;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes pictures of a release. Reads only what is immutable or volatile: to be asked on any thread, never blocks. */
final class Painter {
    private Painter() {}

    /** A release that has changed nothing yet, or never did. */
    static ReleasePicture before(ReleaseSpec spec, Course course, String state) {
        String change = Requests.change(spec.change());
        return new ReleasePicture(
                "",
                spec.app(),
                spec.namespace(),
                change.replaceFirst("^image ", ""),
                course,
                state,
                spec.clusters().stream()
                        .map(cluster ->
                                new ClusterPicture(cluster, 0, 0, 0, 0, 0, 0, 0, Part.NOT_BEGUN, "not begun", false))
                        .toList());
    }

    /** A release that has begun. */
    static ReleasePicture of(String release, Helm helm, Map<String, Station> stations) {
        CourseState state = helm.state();
        Course course = state.paused() ? Course.PAUSED : course(state);
        return new ReleasePicture(
                release,
                state.spec().app(),
                state.spec().namespace(),
                Results.image(state.spec(), stations),
                course,
                words(course, helm, state),
                stations.values().stream()
                        .map(station -> cluster(helm, state, station))
                        .toList());
    }

    /** The same at its end. */
    static ReleasePicture ended(ReleasePicture last, ReleaseResult result) {
        String how =
                switch (result.outcome()) {
                    case RELEASED -> "released";
                    case PARTLY -> "released in part of the clusters";
                    case ROLLED_BACK -> "rolled back";
                    case SUPERSEDED -> "superseded";
                    case REFUSED -> "refused, nothing was changed";
                    case OPEN -> "left open";
                };
        return new ReleasePicture(
                last.release(),
                last.app(),
                last.namespace(),
                last.image(),
                Course.ENDED,
                how + Results.suffix(result.reason()),
                last.clusters());
    }

    private static Course course(CourseState state) {
        return switch (state.intent()) {
            case FORWARD -> Course.FORWARD;
            case PROMOTE -> Course.PROMOTING;
            case BACK -> Course.BACK;
        };
    }

    private static String words(Course course, Helm helm, CourseState state) {
        return switch (course) {
            case PAUSED -> helm.pausedFor() + ". " + Helm.CHOICES;
            case PROMOTING -> "all clusters go to the new version without further checks";
            case BACK -> "everything goes back" + Results.suffix(helm.reason());
            default -> helm.troubled().isEmpty() ? underWay(state) : "stands still in " + names(helm);
        };
    }

    private static String names(Helm helm) {
        return String.join(", ", helm.troubled());
    }

    /** The waves that are under way: in {@code sequence} one of each cluster whose turn it is. */
    private static String underWay(CourseState state) {
        String waves = state.lanes().stream()
                .filter(lane -> !lane.left())
                .flatMap(lane ->
                        lane.waves(state.plan()).stream().skip(lane.passed()).limit(1))
                .filter(wave -> wave.targets().stream().anyMatch(target -> begun(state, target.cluster())))
                .map(wave -> wave(state, wave))
                .collect(Collectors.joining("; "));
        return waves.isEmpty() ? "under way" : waves;
    }

    private static boolean begun(CourseState state, String cluster) {
        Stage stage = state.standing(cluster).stage();
        return stage == Stage.FORWARD || stage == Stage.RESERVED;
    }

    private static String wave(CourseState state, Wave wave) {
        boolean there = wave.targets().stream()
                .allMatch(target -> state.standing(target.cluster()).reached() >= wave.batch());
        List<String> clusters =
                wave.targets().stream().map(Wave.Target::cluster).toList();
        return (there ? "check of batch " : "batch ") + wave.batch() + " of " + wave.batches() + " in "
                + String.join(", ", clusters);
    }

    private static ClusterPicture cluster(Helm helm, CourseState state, Station station) {
        String name = station.place().name();
        Standing standing = state.standing(name);
        Part part = part(standing, station.place().already());
        Headcount pods = pods(standing, part, station.pods());
        int batches = batches(state, name);
        // what an earlier process had begun was read from the labels
        int begun = Math.max(standing.reached(), station.place().batch());
        int batch = station.goal() instanceof Goal.Grow grow ? grow.batch() : begun;
        String trouble = helm.standsFor(name);
        boolean settled = part == Part.NEW || part == Part.OLD;
        String now = part == Part.NOT_BEGUN && trouble.isEmpty() ? "" : trouble.isEmpty() ? station.status() : trouble;
        return new ClusterPicture(
                name,
                part == Part.NEW ? batches : batch,
                batches,
                standing.desired(),
                pods.oldPods(),
                pods.oldReady(),
                pods.newPods(),
                pods.newReady(),
                part,
                title(standing, part, station.place().already()) + (settled ? "" : Results.suffix(now)),
                !settled && (!trouble.isEmpty() || standing.unreachable()));
    }

    private static int batches(CourseState state, String cluster) {
        return state.plan().waves().stream()
                .filter(wave -> wave.in(cluster).isPresent())
                .mapToInt(Wave::batches)
                .max()
                .orElse(0);
    }

    private static Part part(Standing standing, boolean already) {
        if (already) {
            return Part.NEW;
        }
        return switch (standing.stage()) {
            case UNTOUCHED, RESERVED -> Part.NOT_BEGUN;
            case FORWARD, PROMOTING -> Part.UNDER_WAY;
            case NEW -> Part.NEW;
            case BACK, CLAIMED, REGROWN -> Part.GOING_BACK;
            case OLD -> Part.OLD;
        };
    }

    private static String title(Standing standing, Part part, boolean already) {
        return switch (part) {
            case NOT_BEGUN -> "not its turn";
            case UNDER_WAY -> standing.stage() == Stage.PROMOTING ? "to the new version" : "under way";
            case NEW -> already ? "ran the new version already" : "runs the new version";
            case GOING_BACK -> "goes back";
            case OLD -> "runs the old version again";
        };
    }

    /** In a cluster that has ended, pods of the other version that are not ready are those that still shut down. */
    private static Headcount pods(Standing standing, Part part, Optional<Headcount> seen) {
        int wanted = standing.desired();
        Headcount pods = seen.orElse(
                part == Part.NEW ? new Headcount(0, 0, wanted, wanted) : new Headcount(wanted, wanted, 0, 0));
        return switch (part) {
            case NEW -> new Headcount(pods.oldReady(), pods.oldReady(), pods.newPods(), pods.newReady());
            case OLD -> new Headcount(pods.oldPods(), pods.oldReady(), pods.newReady(), pods.newReady());
            default -> pods;
        };
    }
}
