package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody should know before a vote, in a few lines of plain text: how far the release is, how the batch and the
 * check before it went, what is new in the pods, and the commits.
 */
public final class Briefing {
    private static final int MOST_COMMITS = 5;
    private static final int MOST_CHANGES = 8;
    private static final int MOST_WARNINGS = 3;
    private static final int LONGEST = 200;

    private Briefing() {}

    /** A commit that is released and was not before; the message is its first line. */
    public record Commit(String id, String author, String message) {}

    /**
     * The lines.
     *
     * @param release whose batch it is about; empty: it is about none, or that is not under way here
     * @param commits the newest first
     */
    public static List<String> of(Optional<Release> release, Ballot ballot, List<Commit> commits) {
        List<String> lines = new ArrayList<>();
        release.ifPresent(under -> {
            under.picture().clusters().forEach(cluster -> lines.add(standing(cluster)));
            lines.addAll(course(under.soFar(), ballot));
            lines.addAll(changes(under.changes()));
        });
        lines.addAll(commits(commits));
        return lines;
    }

    private static String standing(ClusterPicture cluster) {
        return cluster.cluster() + ": batch " + cluster.batch() + "/" + cluster.batches() + ", " + cluster.newReady()
                + " of " + cluster.desired() + " pods are new and ready; " + cluster.standing();
    }

    /** How the batch that is voted on went, the last check before it, and what was warned of since the release began. */
    static List<String> course(List<ReleaseEvent> soFar, Ballot ballot) {
        List<String> clusters = List.of(ballot.cluster().split(" "));
        List<String> lines = new ArrayList<>();
        for (String cluster : clusters) {
            last(soFar, Kind.BATCH_REACHED, Optional.of(cluster))
                    .map(event -> "batch " + event.batch() + " in " + cluster + ": " + bounded(event.text())
                            + after(soFar, Kind.BATCH_STARTED, event))
                    .ifPresent(lines::add);
        }
        last(soFar, Kind.CHECK_PASSED, Optional.empty())
                .map(event -> "the last check: batch " + event.batch() + " in "
                        + event.cluster().orElse("") + " passed" + after(soFar, Kind.BATCH_REACHED, event))
                .ifPresent(lines::add);
        List<ReleaseEvent> warnings = soFar.stream()
                .filter(event -> event.kind() == Kind.WARNING
                        || event.kind() == Kind.CHECK_FAILED
                        || event.kind() == Kind.UNREACHABLE)
                .toList();
        warnings.stream()
                .skip(Math.max(0, warnings.size() - MOST_WARNINGS))
                .map(event -> "warned of, in " + event.cluster().orElse("") + ": " + bounded(event.text()))
                .forEach(lines::add);
        return lines;
    }

    private static Optional<ReleaseEvent> last(List<ReleaseEvent> soFar, Kind kind, Optional<String> cluster) {
        return soFar.stream()
                .filter(event -> event.kind() == kind
                        && (cluster.isEmpty() || event.cluster().equals(cluster)))
                .reduce((before, next) -> next);
    }

    /** How long it took since its batch was last seen at this; nothing if that is not known. */
    private static String after(List<ReleaseEvent> soFar, Kind begin, ReleaseEvent end) {
        return soFar.stream()
                .filter(event -> event.kind() == begin
                        && event.cluster().equals(end.cluster())
                        && event.batch() == end.batch()
                        && !event.at().isAfter(end.at()))
                .reduce((before, next) -> next)
                .map(event -> Duration.ofSeconds(
                        Duration.between(event.at(), end.at()).toSeconds()))
                .map(took -> " (after " + Durations.shown(took) + ")")
                .orElse("");
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** What of the pods is new. */
    static List<String> changes(List<String> changes) {
        List<String> lines = new ArrayList<>();
        if (!changes.isEmpty()) {
            lines.add("new in the pods:");
            changes.stream().limit(MOST_CHANGES).forEach(change -> lines.add("  " + change));
        }
        if (changes.size() > MOST_CHANGES) {
            lines.add("  and " + (changes.size() - MOST_CHANGES) + " more");
        }
        return lines;
    }

    /** Who changed what since the last run that succeeded. */
    static List<String> commits(List<Commit> commits) {
        if (commits.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String authors = commits.stream().map(Commit::author).distinct().collect(Collectors.joining(", "));
        lines.add((commits.size() == 1 ? "1 commit" : commits.size() + " commits")
                + " since the last run that succeeded, by " + bounded(authors) + ":");
        commits.stream()
                .limit(MOST_COMMITS)
                .forEach(commit ->
                        lines.add("  " + commit.id() + " " + commit.author() + ": " + bounded(commit.message())));
        if (commits.size() > MOST_COMMITS) {
            lines.add("  and " + (commits.size() - MOST_COMMITS) + " more");
        }
        return lines;
    }
}
