package io.jenkins.plugins.greyrelease.jira;

/**
 * A ticket as it stands.
 *
 * @param key as Jira calls it now, such as {@code CHG-12}
 * @param status its name
 * @param closed whether nothing is left to be done about it
 * @param url its page for people
 */
public record Ticket(String key, String status, boolean closed, String url) {}
