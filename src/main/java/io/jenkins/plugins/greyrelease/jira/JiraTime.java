package io.jenkins.plugins.greyrelease.jira;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;

/** Times as Jira writes them: {@code 2026-01-05T08:00:03.123+0000}. */
final class JiraTime {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter();

    private JiraTime() {}

    /** @throws JiraException if it is no time; null is none */
    static Instant read(String text) {
        try {
            return OffsetDateTime.parse(String.valueOf(text), FORM).toInstant();
        } catch (DateTimeParseException e) {
            throw new JiraException("Jira says '" + text + "' where a time should be; is this the right address?", e);
        }
    }
}
