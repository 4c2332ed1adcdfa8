package io.jenkins.plugins.greyrelease.jenkins.approval;

import hudson.model.Cause;
import hudson.model.Result;
import hudson.model.Run;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.greyrelease.step.Briefing.Commit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import jenkins.scm.RunWithSCM;

/**
 * What people have to do with a run's change: who started it, here or upstream, and who committed what came since the last
 * run that succeeded. A commit may have changed the Jenkinsfile or a shared library as well.
 *
 * <p>Does not know: who edited a script that is typed into the job's page.
 */
public final class Duties {
    /** Runs that failed before this one, whose changes it carries along. */
    private static final int MOST_RUNS = 100;

    private Duties() {}

    /** What each person did, by the person's key. */
    static Map<String, String> of(Run<?, ?> run, UnaryOperator<String> key) {
        Map<String, String> duties = new LinkedHashMap<>();
        starters(run.getCauses(), "started the run", duties, key);
        for (Commit commit : commits(run)) {
            duties.putIfAbsent(key.apply(commit.author()), "committed " + commit.id());
        }
        return duties;
    }

    private static void starters(
            List<Cause> causes, String what, Map<String, String> duties, UnaryOperator<String> key) {
        for (Cause cause : causes) {
            if (cause instanceof Cause.UserIdCause user && user.getUserId() != null) {
                duties.putIfAbsent(key.apply(user.getUserId()), what);
            } else if (cause instanceof Cause.UpstreamCause upstream) {
                starters(upstream.getUpstreamCauses(), "started the run that started this one", duties, key);
            }
        }
    }

    /** Those that a run builds and the last successful one did not, the newest first. */
    public static List<Commit> commits(Run<?, ?> run) {
        List<Commit> commits = new ArrayList<>();
        Run<?, ?> each = run;
        for (int i = 0; each != null && i < MOST_RUNS; i++) {
            if (each instanceof RunWithSCM<?, ?> with) {
                with.getChangeSets().forEach(set -> add(set, commits));
            }
            each = each.getPreviousBuild();
            if (each != null && each.getResult() == Result.SUCCESS) {
                break;
            }
        }
        return commits;
    }

    private static void add(ChangeLogSet<? extends ChangeLogSet.Entry> set, List<Commit> commits) {
        for (ChangeLogSet.Entry entry : set) {
            String id = entry.getCommitId() == null ? "a change" : entry.getCommitId();
            commits.add(new Commit(
                    id.substring(0, Math.min(12, id.length())),
                    entry.getAuthor().getId(),
                    entry.getMsg() == null
                            ? ""
                            : entry.getMsg().lines().findFirst().orElse("")));
        }
    }
}
