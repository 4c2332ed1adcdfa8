package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.approval.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code manualApproval}.
 *
 * @param message what is asked
 * @param rules whose votes count
 * @param comment whether a vote has one
 * @param timeout how long to wait; empty: for ever
 * @param onTimeout what comes of it then
 * @param reminders how often it is said that votes are missing; empty: never
 * @param ticket whose status is a vote as well, and which is told what is asked and what came of it
 */
public record ManualApprovalArgs(
        String message,
        Rules rules,
        Comment comment,
        Optional<Duration> timeout,
        OnTimeout onTimeout,
        Optional<Duration> reminders,
        Optional<TicketVotes> ticket) {
    private static final Duration SHORTEST_REMINDER = Duration.ofMinutes(1);

    /** Whether a vote has a comment. */
    public enum Comment {
        /** There is no field for it. */
        NONE,
        OPTIONAL,
        /** A yes without does not count. */
        REQUIRED
    }

    /** What comes of an approval that is not given in time. */
    public enum OnTimeout {
        /** As if somebody had stopped the run: {@code onAbort} of a release follows. */
        ABORT,
        /** The step fails: {@code onFailure} of a release follows. */
        FAIL
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static ManualApprovalArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.MANUAL_APPROVAL, given);
        Comment comment = reader.choice("comment", Comment.NONE, List.of(Comment.values()));
        Rules rules = new Rules(
                reader.texts("approvers"),
                reader.integer("quorum", 1, 1, 100),
                reader.flag("separateDuties"),
                delegates(reader),
                comment == Comment.REQUIRED,
                window(reader));
        ManualApprovalArgs args = new ManualApprovalArgs(
                reader.text("message").orElse(""),
                rules,
                comment,
                reader.duration("timeout"),
                reader.choice("onTimeout", OnTimeout.ABORT, List.of(OnTimeout.values())),
                reader.duration("reminders"),
                ticket(reader));
        if (args.timeout().filter(Duration::isZero).isPresent()) {
            reader.bad("timeout", "must be more than 0");
        }
        if (args.reminders()
                .filter(each -> each.compareTo(SHORTEST_REMINDER) < 0)
                .isPresent()) {
            reader.bad("reminders", "must be a minute or more");
        }
        reader.end();
        return args;
    }

    private static Optional<TicketVotes> ticket(ArgumentReader reader) {
        Optional<String> issue = reader.text("issue");
        if (issue.isEmpty()) {
            for (String name : List.of("approved", "declined")) {
                if (reader.has(name)) {
                    reader.problem(name + " is only for an 'issue'");
                }
            }
            return Optional.empty();
        }
        if (!JiraChangeArgs.KEY.matcher(issue.get()).matches()) {
            reader.bad("issue", "must be the key of a ticket, such as CHG-12");
        }
        List<String> approved = reader.has("approved") ? reader.texts("approved") : List.of("Approved");
        List<String> declined = reader.has("declined") ? reader.texts("declined") : List.of("Rejected", "Declined");
        if (approved.stream().anyMatch(yes -> declined.stream().anyMatch(yes::equalsIgnoreCase))) {
            reader.bad("declined", "must not have a status that is among 'approved'");
        }
        return Optional.of(new TicketVotes(issue.get(), approved, declined));
    }

    private static Map<String, String> delegates(ArgumentReader reader) {
        Map<String, String> delegates = new LinkedHashMap<>();
        for (String each : reader.texts("delegates")) {
            String[] two = each.split(":", -1);
            if (two.length != 2 || two[0].isBlank() || two[1].isBlank()) {
                reader.bad("delegates", "must be pairs such as 'alice:bob' (bob votes if alice does not)");
            } else if (delegates.putIfAbsent(two[0].strip(), two[1].strip()) != null) {
                reader.bad("delegates", two[0].strip() + " has two of them");
            }
        }
        return delegates;
    }

    private static Optional<Window> window(ArgumentReader reader) {
        Optional<String> rule = reader.text("window");
        Optional<Duration> length = reader.duration("windowLength");
        String zone = reader.text("windowZone").orElse("UTC");
        if (rule.isEmpty()) {
            for (String name : List.of("windowLength", "windowZone")) {
                if (reader.has(name)) {
                    reader.problem(name + " is only for a 'window'");
                }
            }
            return Optional.empty();
        }
        if (length.isEmpty()) {
            if (!reader.has("windowLength")) {
                reader.problem("windowLength: is missing; the 'window' needs a length, such as '8h'");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(Window.of(rule.get(), length.get(), zone));
        } catch (IllegalArgumentException e) {
            reader.problem("window: " + e.getMessage());
            return Optional.empty();
        }
    }
}
