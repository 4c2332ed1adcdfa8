package io.jenkins.plugins.greyrelease.step;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code manualApproval}.
 *
 * @param message what is asked
 * @param approvers users or groups that may answer; empty: whoever may build
 * @param quorum how many must say yes, at least 1
 * @param separateDuties whether who started the run may not vote
 * @param timeout how long to wait; empty: for ever
 * @param issue the change ticket that gets the record
 */
public record ManualApprovalArgs(
        String message,
        List<String> approvers,
        int quorum,
        boolean separateDuties,
        Optional<Duration> timeout,
        Optional<String> issue) {

    public ManualApprovalArgs {
        approvers = List.copyOf(approvers);
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static ManualApprovalArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.MANUAL_APPROVAL, given);
        ManualApprovalArgs args = new ManualApprovalArgs(
                reader.text("message").orElse(""),
                reader.texts("approvers"),
                reader.integer("quorum", 1, 1, 100),
                reader.flag("separateDuties"),
                reader.duration("timeout"),
                reader.text("issue"));
        if (args.timeout().filter(Duration::isZero).isPresent()) {
            reader.bad("timeout", "must be more than 0");
        }
        reader.end();
        return args;
    }
}
