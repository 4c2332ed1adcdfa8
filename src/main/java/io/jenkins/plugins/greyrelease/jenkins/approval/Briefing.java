package io.jenkins.plugins.greyrelease.jenkins.approval;

import hudson.model.Run;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** What somebody should know before a vote, in a few lines of plain text. */
public final class Briefing {
    private static final int MOST_COMMITS = 5;
    private static final int MOST_CHANGES = 8;

    private Briefing() {}

    /**
     * The lines.
     *
     * @param picture of the release whose batch it is about; empty: it is about none, or that is not under way here
     * @param changes what of its pods is new
     */
    public static List<String> of(Run<?, ?> run, Optional<ReleasePicture> picture, List<String> changes) {
        List<String> lines = new ArrayList<>();
        picture.ifPresent(release -> release.clusters().forEach(cluster -> lines.add(standing(cluster))));
        lines.addAll(changes(changes));
        lines.addAll(commits(Duties.commits(run)));
        String root = Jenkins.get().getRootUrl();
        if (picture.isPresent() && root != null) {
            lines.add("the whole release: " + root + run.getUrl() + "grey-release/");
        }
        return lines;
    }

    private static String standing(ClusterPicture cluster) {
        return cluster.cluster() + ": batch " + cluster.batch() + "/" + cluster.batches() + ", " + cluster.newReady()
                + " of " + cluster.desired() + " pods are new and ready; " + cluster.standing();
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
    static List<String> commits(List<Duties.Commit> commits) {
        if (commits.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String authors = commits.stream().map(Duties.Commit::author).distinct().collect(Collectors.joining(", "));
        lines.add((commits.size() == 1 ? "1 commit" : commits.size() + " commits")
                + " since the last run that succeeded, by " + authors + ":");
        commits.stream().limit(MOST_COMMITS).forEach(commit -> lines.add("  " + commit.id() + " " + commit.message()));
        if (commits.size() > MOST_COMMITS) {
            lines.add("  and " + (commits.size() - MOST_COMMITS) + " more");
        }
        return lines;
    }
}
