package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code manualApproval} can mean where one person runs the pipeline, whom nobody has seen log in.
 *
 * @param person who runs it
 * @param yes whether that person answers for the approvers, by {@code --yes}
 */
record ApprovalLimits(String person, boolean yes) {

    /** @throws RefusedException with every reason why such an approval is for a Jenkins to ask for */
    void check(ManualApprovalArgs args) {
        List<String> problems = new ArrayList<>();
        Rules rules = args.rules();
        if (rules.quorum() > 1) {
            problems.add("quorum: " + rules.quorum() + " votes come from as many people, and one runs this");
        }
        if (rules.separateDuties()) {
            problems.add("separateDuties: whoever runs this is the only one here who could answer");
        }
        if (!yes
                && args.ticket().isEmpty()
                && !rules.approvers().isEmpty()
                && !rules.approvers().contains(person)) {
            problems.add("approvers: " + person + " is not " + String.join(", ", rules.approvers())
                    + "; --yes answers for them, and with 'issue' they can in a ticket");
        }
        if (!problems.isEmpty()) {
            throw new RefusedException("manualApproval: " + String.join("; ", problems));
        }
    }
}
