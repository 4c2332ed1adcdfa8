package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** {@code manualApproval}'s name and parameters. */
final class ManualApprovalSpec {

    static final StepSpec MANUAL_APPROVAL = new StepSpec(
            "manualApproval",
            "Holds until enough of the right people say yes.",
            Optional.of("message"),
            List.of(
                    new Parameter("message", Type.TEXT, true, "", List.of(), "What is asked."),
                    optional(
                            "approvers",
                            Type.TEXTS,
                            "whoever has the permission Grey Release/Approve on the job",
                            "Users or groups whose votes count. Administrators are none unless they are named."),
                    optional("quorum", Type.INTEGER, "1", "How many different people must say yes."),
                    optional(
                            "separateDuties",
                            Type.BOOLEAN,
                            "false",
                            "Whether the yes of people who have to do with the change does not count: who started the"
                                    + " run, and who committed what it builds, the Jenkinsfile too."),
                    optional("timeout", Type.DURATION, "none", "How long to wait for votes."),
                    choice(
                            "onTimeout",
                            List.of("abort", "fail"),
                            "What comes of it if they are missing then: abort (as if somebody had stopped the run), or"
                                    + " fail."),
                    optional("reminders", Type.DURATION, "none", "How often the log says that votes are missing."),
                    choice(
                            "comment",
                            List.of("none", "optional", "required"),
                            "Whether the question has a field for a comment, and a choice to say no with a reason. With"
                                    + " one, Pipeline Graph View leads to the question instead of having buttons of"
                                    + " its own. required: a yes without a comment does not count."),
                    optional(
                            "delegates",
                            Type.TEXTS,
                            "none",
                            "Who votes for approvers who do not vote themselves: 'alice:bob' lets bob vote for alice."),
                    optional(
                            "window",
                            Type.TEXT,
                            "always",
                            "When the run may go on, as a recurrence rule of RFC 5545, such as"
                                    + " 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=9'. Votes may come earlier; they are"
                                    + " counted again when it opens."),
                    optional("windowLength", Type.DURATION, "none", "How long a window stays open."),
                    optional("windowZone", Type.TEXT, "UTC", "Whose clock the rule means, such as 'Europe/Berlin'."),
                    optional(
                            "issue",
                            Type.TEXT,
                            "none",
                            "Key of a change ticket in Jira that is told what is asked, and whose change of status is a"
                                    + " vote by whoever makes it."),
                    optional("approved", Type.TEXTS, "Approved", "Statuses of the ticket that mean yes."),
                    optional("declined", Type.TEXTS, "Rejected, Declined", "Statuses of the ticket that mean no.")),
            false);

    private ManualApprovalSpec() {}

    private static Parameter optional(String name, Type type, String otherwise, String help) {
        return new Parameter(name, type, false, otherwise, List.of(), help);
    }

    private static Parameter choice(String name, List<String> choices, String help) {
        return new Parameter(name, Type.TEXT, false, choices.get(0), choices, help);
    }
}
