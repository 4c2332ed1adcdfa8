package io.jenkins.plugins.greyrelease.sonar;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;

/**
 * What a scanner leaves behind in {@code report-task.txt}.
 *
 * @param task id of the task that analyses
 * @param project its key
 * @param server address of the server it was sent to; empty: not said
 */
public record ReportTask(String task, Optional<String> project, Optional<String> server) {

    /**
     * Reads such a file.
     *
     * @throws SonarException if it names no task
     */
    public static ReportTask of(String file, String text) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new SonarException(file + " is no report of a scanner: " + e.getMessage(), e);
        }
        return new ReportTask(
                given(lines, "ceTaskId")
                        .orElseThrow(() -> new SonarException(file + " names no task (ceTaskId): it is not what a"
                                + " scanner leaves behind when it has sent a report to a server")),
                given(lines, "projectKey"),
                given(lines, "serverUrl"));
    }

    private static Optional<String> given(Properties lines, String key) {
        return Optional.ofNullable(lines.getProperty(key)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
