package io.jenkins.plugins.greyrelease.jenkins.approval;

import hudson.model.User;
import hudson.model.UserProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whose e-mail address is whose. Jenkins itself knows none; the plugin Mailer, if it is there, keeps or infers them. */
final class MailAddresses {
    private static final Logger LOGGER = Logger.getLogger(MailAddresses.class.getName());
    private static final String PROPERTY = "hudson.tasks.Mailer$UserProperty";

    private MailAddresses() {}

    /** The id of the one user who has this address; empty: none has it, or several have. */
    static Optional<String> owner(String address) {
        if (address.isBlank()) {
            return Optional.empty();
        }
        Map<String, List<String>> known = new TreeMap<>();
        User.getAll()
                .forEach(user -> known.put(
                        user.getId(),
                        user.getAllProperties().stream()
                                .flatMap(each -> of(each).stream())
                                .toList()));
        return owner(address, known);
    }

    /** @param known addresses by the ids of users */
    static Optional<String> owner(String address, Map<String, List<String>> known) {
        List<String> owners = known.entrySet().stream()
                .filter(user -> user.getValue().stream().anyMatch(address::equalsIgnoreCase))
                .map(Map.Entry::getKey)
                .toList();
        return owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
    }

    private static Optional<String> of(UserProperty property) {
        if (!property.getClass().getName().equals(PROPERTY)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    (String) property.getClass().getMethod("getAddress").invoke(property));
        } catch (ReflectiveOperationException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "The plugin Mailer does not tell addresses as it did; nobody is known by one");
            return Optional.empty();
        }
    }
}
