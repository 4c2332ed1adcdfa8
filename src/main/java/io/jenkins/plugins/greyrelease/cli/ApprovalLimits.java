package io.jenkins.plugins.greyrelease.cli;

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
        if (args.quorum() > 1) {
            problems.add("quorum: " + args.quorum() + " votes come from as many people, and one runs this");
        }
        if (args.separateDuties()) {
            problems.add("separateDuties: whoever runs this is the only one here who could answer");
        }
        args.issue().ifPresent(issue -> problems.add("issue: " + issue + " cannot be given the record from here"));
        if (!yes && !args.approvers().isEmpty() && !args.approvers().contains(person)) {
            problems.add("approvers: " + person + " is not " + String.join(", ", args.approvers())
                    + "; --yes answers for them");
        }
        if (!problems.isEmpty()) {
            throw new RefusedException("manualApproval: " + String.join("; ", problems));
        }
    }
}
