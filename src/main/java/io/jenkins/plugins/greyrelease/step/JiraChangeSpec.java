package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** {@code jiraChange}'s name and parameters. */
final class JiraChangeSpec {

    static final StepSpec JIRA_CHANGE = new StepSpec(
            "jiraChange",
            "Ties the run to a change ticket in Jira: requires a status, makes a transition, comments.",
            Optional.empty(),
            List.of(
                    optional("issue", Type.TEXT, "none", "Key of the ticket; or give 'project' and 'summary'."),
                    optional(
                            "project",
                            Type.TEXT,
                            "none",
                            "Key of the project where the run's own ticket is created; it is found again by its label."),
                    optional("summary", Type.TEXT, "none", "Summary of a ticket that is created."),
                    optional("type", Type.TEXT, "Task", "Type of a ticket that is created."),
                    optional(
                            "fields",
                            Type.ANY,
                            "none",
                            "Other fields of a ticket that is created: a map from Jira's ids of fields to values, as"
                                    + " Jira's API takes them."),
                    optional("require", Type.TEXTS, "any that is not closed", "Statuses that the ticket may have."),
                    optional(
                            "transition",
                            Type.ANY,
                            "none",
                            "What is done with the ticket: name or id of a transition, or the status it leads to. Or what is"
                                    + " done at this call and when the run ends: [start: 'In Progress', success: 'Done',"
                                    + " failure: 'Failed'], in a form: start=In Progress, success=Done, failure=Failed."),
                    optional(
                            "comment",
                            Type.TEXT,
                            "none",
                            "A line for the one comment that the run keeps on the ticket.")),
            false);

    private JiraChangeSpec() {}

    private static Parameter optional(String name, Type type, String otherwise, String help) {
        return new Parameter(name, type, false, otherwise, List.of(), help);
    }
}
