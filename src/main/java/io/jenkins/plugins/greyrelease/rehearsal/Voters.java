package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.approval.Account;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People who vote in a rehearsal, by the rules that hold in Jenkins.
 *
 * @param startedBy who started the run; empty: nobody who votes
 * @param voters in the order they were given
 */
public record Voters(Optional<String> startedBy, List<Voter> voters) implements People {
    /** What {@link #of} takes, for messages. */
    public static final String ALLOWED =
            "NAME[/GROUP]…[#ticket][@AFTER][=no[:REASON]], such as alice, bob/ops@10m, carol/ops=no:wrong day or"
                    + " dave/ops#ticket, who moves the change ticket";

    private static final Pattern FORM =
            Pattern.compile("([^/@=#]+)((?:/[^/@=#]+)*)(#ticket)?(?:@([^=]+))?(?:=(yes|no)(?::(.*))?)?");
    private static final Duration PACE = Duration.ofMinutes(1);

    public Voters {
        voters = List.copyOf(voters);
    }

    /**
     * A person.
     *
     * @param after the question was asked
     * @param comment may be empty
     * @param byTicket whether it is given by moving the change ticket that the approval names
     */
    public record Voter(
            String name, List<String> groups, Duration after, boolean yes, String comment, boolean byTicket) {
        public Voter {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Reads them; who is given no time votes a minute after the one before.
     *
     * @throws IllegalArgumentException for what is no voter, with what is allowed
     */
    public static Voters of(Optional<String> startedBy, List<String> given) {
        List<Voter> voters = new ArrayList<>();
        Duration last = Duration.ZERO;
        for (String each : given) {
            Matcher form = FORM.matcher(each);
            if (!form.matches()) {
                throw new IllegalArgumentException("'" + each + "' is no vote; allowed is " + ALLOWED);
            }
            last = form.group(4) == null ? last.plus(PACE) : Durations.parse(form.group(4));
            List<String> groups = form.group(2).isEmpty()
                    ? List.of()
                    : List.of(form.group(2).substring(1).split("/"));
            voters.add(new Voter(
                    form.group(1).strip(),
                    groups,
                    last,
                    !"no".equals(form.group(5)),
                    Optional.ofNullable(form.group(6)).orElse(""),
                    form.group(3) != null));
        }
        return new Voters(startedBy, voters);
    }

    @Override
    public boolean isOneOf(String person, List<String> approvers) {
        return approvers.isEmpty()
                || approvers.contains(person)
                || voters.stream()
                        .anyMatch(each -> each.name().equals(person)
                                && each.groups().stream().anyMatch(approvers::contains));
    }

    @Override
    public Optional<String> known(Account account) {
        return voters.stream().map(Voter::name).filter(account.name()::equals).findFirst();
    }

    @Override
    public Optional<String> involved(String person) {
        return startedBy.filter(person::equals).map(who -> "started the run");
    }

    @Override
    public boolean mayStop(String person) {
        return startedBy.filter(person::equals).isPresent();
    }
}
