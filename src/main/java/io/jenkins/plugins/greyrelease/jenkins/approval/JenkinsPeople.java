package io.jenkins.plugins.greyrelease.jenkins.approval;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.greyrelease.approval.Account;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyPermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who people are to a run: asked of the security realm each time. Somebody who cannot be looked up any more is nobody's
 * approver.
 *
 * <p>Thread-safe. A realm such as LDAP may take a while to answer.
 */
public final class JenkinsPeople implements People {
    private static final Logger LOGGER = Logger.getLogger(JenkinsPeople.class.getName());

    private final Job<?, ?> job;
    private final Run<?, ?> run;
    private Map<String, String> involved;

    /** Those of a run. */
    public JenkinsPeople(Run<?, ?> run) {
        this.run = run;
        this.job = run.getParent();
    }

    @Override
    public boolean isOneOf(String person, List<String> approvers) {
        if (!Jenkins.get().isUseSecurity()) {
            return true;
        }
        Optional<Authentication> login = login(person);
        if (approvers.isEmpty()) {
            return login.filter(each -> job.hasPermission2(each, GreyPermissions.APPROVE))
                    .isPresent();
        }
        return login.filter(each -> approvers.stream().anyMatch(approver -> is(each, approver)))
                .isPresent();
    }

    private static boolean is(Authentication login, String approver) {
        SecurityRealm realm = Jenkins.get().getSecurityRealm();
        return realm.getUserIdStrategy().equals(login.getName(), approver)
                || login.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(group -> realm.getGroupIdStrategy().equals(group, approver));
    }

    @Override
    public Optional<String> involved(String person) {
        return Optional.ofNullable(duties().get(key(person)));
    }

    private synchronized Map<String, String> duties() {
        if (involved == null) {
            involved = Duties.of(run, this::key);
        }
        return involved;
    }

    @Override
    public boolean mayStop(String person) {
        return !Jenkins.get().isUseSecurity()
                || login(person)
                        .filter(each -> job.hasPermission2(each, Item.CANCEL))
                        .isPresent();
    }

    /**
     * Whose id is the account's name, or else its e-mail address, or else whose address that is. Ids are given by the realm
     * and addresses of accounts proven there; of an address that several here have, nobody is known.
     */
    @Override
    public Optional<String> known(Account account) {
        return byId(account.name())
                .or(() -> byId(account.email()))
                .or(() -> account.name().isEmpty() ? MailAddresses.owner(account.email()) : Optional.empty());
    }

    private static Optional<String> byId(String id) {
        return Optional.of(id)
                .filter(text -> !text.isBlank())
                .map(text -> User.getById(text, false))
                .map(User::getId);
    }

    @Override
    public String key(String person) {
        return Jenkins.get().getSecurityRealm().getUserIdStrategy().keyFor(person);
    }

    /** As the request has it where it is that person's own; otherwise as the realm knows the person now. */
    private Optional<Authentication> login(String person) {
        Authentication current = Jenkins.getAuthentication2();
        if (current.getName().equals(person)) {
            return Optional.of(current);
        }
        User user = User.getById(person, false);
        if (user == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(user.impersonate2());
        } catch (AuthenticationException e) {
            LOGGER.log(Level.INFO, e, () -> "The vote of " + person + " does not count: the realm does not know them");
            return Optional.empty();
        }
    }
}
