package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** {@code sonarGate}'s name and parameters. */
final class SonarGateSpec {

    static final StepSpec SONAR_GATE = new StepSpec(
            "sonarGate",
            "Waits for a quality gate of SonarQube.",
            Optional.empty(),
            List.of(
                    optional(
                            "project",
                            Type.TEXT,
                            "the task's; without a task, what the scanner left in the workspace",
                            "Key of the project."),
                    optional("branch", Type.TEXT, "the main one", "Name of a branch of the project."),
                    optional("pullRequest", Type.TEXT, "none", "Key of a pull request of the project."),
                    optional(
                            "task",
                            Type.TEXT,
                            "whatever is queued for the project",
                            "Id of the task that analyses, or the scanner's file that names it, such as"
                                    + " 'target/sonar/report-task.txt'."),
                    optional("timeout", Type.DURATION, "30m", "How long to wait for the gate."),
                    new Parameter(
                            "onFailure",
                            Type.TEXT,
                            false,
                            "fail",
                            List.of("fail", "unstable", "continue"),
                            "What a gate that is not passed leads to: fail, unstable (the run goes on, marked so),"
                                    + " continue (only the result says so). An analysis that failed always fails.")),
            false);

    private SonarGateSpec() {}

    private static Parameter optional(String name, Type type, String otherwise, String help) {
        return new Parameter(name, type, false, otherwise, List.of(), help);
    }
}
