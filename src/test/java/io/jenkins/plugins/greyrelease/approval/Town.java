package io.jenkins.plugins.greyrelease.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** People of a test, who gain and lose roles, and a clock for their votes. */
public final class Town implements People {
    static final Instant DAWN = Instant.parse("2026-01-05T08:00:00Z");

    public final Map<String, Set<String>> groups = new TreeMap<>();
    public final Map<String, String> involved = new TreeMap<>();
    public final Set<String> mayStop = new TreeSet<>();
    public final Set<String> strangers = new TreeSet<>();
    Instant now = DAWN;

    /** With people who belong to nothing but a group of this name. */
    public Town group(String group, String... people) {
        for (String person : people) {
            groups.computeIfAbsent(key(person), none -> new TreeSet<>()).add(group);
        }
        return this;
    }

    void loses(String person) {
        groups.remove(key(person));
    }

    Vote yes(String person, Ballot ballot) {
        return vote(person, true, "", ballot);
    }

    Vote no(String person, String comment, Ballot ballot) {
        return vote(person, false, comment, ballot);
    }

    Vote vote(String person, boolean yes, String comment, Ballot ballot) {
        now = now.plus(Duration.ofSeconds(1));
        return new Vote(person, yes, now, comment, "page", ballot);
    }

    @Override
    public boolean isOneOf(String person, List<String> approvers) {
        return approvers.stream()
                .anyMatch(each -> key(each).equals(key(person))
                        || groups.getOrDefault(key(person), Set.of()).contains(each));
    }

    @Override
    public Optional<String> involved(String person) {
        return Optional.ofNullable(involved.get(key(person)));
    }

    @Override
    public boolean mayStop(String person) {
        return mayStop.contains(key(person));
    }

    /** Everybody has the same name everywhere, but for strangers. */
    @Override
    public Optional<String> known(Account account) {
        return Optional.of(account.name().isEmpty() ? account.email().split("@")[0] : account.name())
                .filter(name -> !strangers.contains(name));
    }

    @Override
    public String key(String person) {
        return person.toLowerCase(Locale.ROOT);
    }
}
