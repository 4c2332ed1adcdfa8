package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The arguments of {@code sonarGate}.
 *
 * @param project its key; empty: the task's
 * @param branch empty: the main one
 * @param pullRequest empty: none
 * @param task id of the task; empty: none is named
 * @param report the scanner's file that names the task; empty: none is named
 * @param timeout more than zero
 * @param onFailure what a gate that is not passed leads to
 */
public record SonarGateArgs(
        Optional<String> project,
        Optional<String> branch,
        Optional<String> pullRequest,
        Optional<String> task,
        Optional<String> report,
        Duration timeout,
        OnFailure onFailure)
        implements ClusterlessErrand {
    private static final Duration USUAL = Duration.ofMinutes(30);
    /** As SonarQube allows them. */
    private static final Pattern KEY = Pattern.compile("(?=.*[^\\d])[\\w.:-]{1,400}");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** What a gate that is not passed leads to. */
    public enum OnFailure {
        FAIL,
        UNSTABLE,
        CONTINUE
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static SonarGateArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.SONAR_GATE, given);
        Optional<String> named = reader.text("task");
        Optional<String> project = reader.text("project");
        if (project.filter(key -> !KEY.matcher(key).matches()).isPresent()) {
            reader.bad("project", "must be a project's key: letters, digits, '-', '_', '.' and ':', not digits alone");
        }
        SonarGateArgs args = new SonarGateArgs(
                project,
                reader.text("branch"),
                reader.text("pullRequest"),
                named.filter(text -> ID.matcher(text).matches()),
                named.filter(text -> !ID.matcher(text).matches()),
                reader.duration("timeout").orElse(USUAL),
                reader.choice("onFailure", OnFailure.FAIL, List.of(OnFailure.values())));
        args.together(reader);
        reader.end();
        return args;
    }

    private void together(ArgumentReader reader) {
        if (timeout.isZero()) {
            reader.bad("timeout", "must be more than 0");
        }
        if (report.filter(path -> !path.matches("[^\\s].*\\.\\w+")).isPresent()) {
            reader.bad("task", "must be a task's id, or the path of a report-task.txt");
        }
        if (branch.isPresent() && pullRequest.isPresent()) {
            reader.bad("pullRequest", "is of a branch of its own, so that 'branch' cannot be given too");
        }
        for (String name : List.of("branch", "pullRequest")) {
            if (reader.has(name) && reader.has("task")) {
                reader.bad(name, "is only for a project without 'task': the task knows what it analyses");
            } else if (reader.has(name) && project.isEmpty()) {
                reader.bad(name, "is only for a 'project', which is missing");
            }
        }
    }

    @Override
    public boolean onlyAsks() {
        return true;
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new SonarGateRun(host, this);
    }
}
