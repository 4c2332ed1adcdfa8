package io.jenkins.plugins.greyrelease.notify;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.notify.Notice.Kind;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where notices are sent to.
 *
 * @param name as it is configured, unique
 * @param url http or https
 * @param secret that bodies are signed with, asked for each; may fail with an {@link IllegalStateException} in words for
 *     people
 * @param login who to be there, likewise
 * @param events which kinds it wants; empty: all
 * @param client sends
 */
public record Destination(
        String name, URI url, Supplier<String> secret, Supplier<Login> login, Set<Kind> events, PatientClient client) {
    public Destination {
        events = Set.copyOf(events);
    }

    /** Whether it wants to know. */
    boolean wants(Notice notice) {
        return events.isEmpty() || events.contains(notice.kind()) || notice.kind() == Kind.TEST;
    }
}
