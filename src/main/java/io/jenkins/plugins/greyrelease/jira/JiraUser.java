package io.jenkins.plugins.greyrelease.jira;

import io.jenkins.plugins.greyrelease.jira.api.model.User;
import java.util.Optional;

/**
 * A person as Jira knows them.
 *
 * @param id the same for ever
 * @param name what they log in with; empty in Cloud
 * @param email empty: the account may not see it
 * @param shown how Jira calls them; people may choose it
 */
public record JiraUser(String id, String name, String email, String shown) {
    static JiraUser of(User user) {
        User known = user == null ? new User() : user;
        String name = text(known.getName());
        String id = Optional.ofNullable(known.getAccountId())
                .or(() -> Optional.ofNullable(known.getKey()))
                .orElse(name);
        return new JiraUser(id, name, text(known.getEmailAddress()), text(known.getDisplayName()));
    }

    private static String text(String given) {
        return given == null ? "" : given;
    }
}
