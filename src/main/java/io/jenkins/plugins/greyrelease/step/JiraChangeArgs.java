package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The arguments of {@code jiraChange}.
 *
 * @param issue key of the ticket; empty: the run has one of its own
 * @param project where that is created
 * @param summary of one that is created
 * @param type of one that is created
 * @param fields of one that is created, by Jira's ids
 * @param require statuses that it may have; empty: any that is not closed
 * @param transitions of the ticket, with the run
 * @param comment a line; empty: none
 */
public record JiraChangeArgs(
        Optional<String> issue,
        Optional<String> project,
        Optional<String> summary,
        String type,
        Map<String, Object> fields,
        List<String> require,
        Transitions transitions,
        Optional<String> comment)
        implements ClusterlessErrand {
    static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]{1,254}-[1-9]\\d{0,17}");
    private static final Pattern PROJECT = Pattern.compile("[A-Z][A-Z0-9_]{1,254}");
    private static final int LONGEST_SUMMARY = 255;

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static JiraChangeArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.JIRA_CHANGE, given);
        JiraChangeArgs args = new JiraChangeArgs(
                reader.text("issue"),
                reader.text("project"),
                reader.text("summary"),
                reader.text("type").orElse("Task"),
                fields(reader, given.get("fields")),
                reader.texts("require"),
                Transitions.read(reader, given.get("transition")),
                reader.text("comment"));
        args.together(reader);
        reader.end();
        return args;
    }

    private static Map<String, Object> fields(ArgumentReader reader, Object given) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        } else if (reader.has("fields")) {
            reader.bad("fields", "must be a map, such as [customfield_10010: 'x']");
        }
        return fields;
    }

    private void together(ArgumentReader reader) {
        if (issue.filter(key -> !KEY.matcher(key).matches()).isPresent()) {
            reader.bad("issue", "must be the key of a ticket, such as CHG-12");
        }
        if (project.filter(key -> !PROJECT.matcher(key).matches()).isPresent()) {
            reader.bad("project", "must be the key of a project, such as CHG");
        }
        if (summary.filter(text -> text.length() > LONGEST_SUMMARY || text.contains("\n"))
                .isPresent()) {
            reader.bad("summary", "must be one line of at most " + LONGEST_SUMMARY + " characters");
        }
        if (!reader.has("issue") && (!reader.has("project") || !reader.has("summary"))) {
            reader.problem("give either 'issue', or 'project' and 'summary'");
        }
        for (String name : List.of("project", "summary", "type", "fields")) {
            if (reader.has("issue") && reader.has(name)) {
                reader.bad(name, "is only for a ticket that is created, and 'issue' names one");
            }
        }
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new JiraChangeRun(host, this);
    }
}
