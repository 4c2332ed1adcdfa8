package io.jenkins.plugins.greyrelease.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts votes: those for exactly this ballot, by people who may vote when they vote and when they are counted. Of a
 * person the last vote counts.
 *
 * <p>A delegate's yes stands for one approver who has not voted. Example: alice and bob are approvers, carol is bob's
 * delegate. alice's and carol's yes are two; after a yes of bob's own it is still two, for carol has nobody left to stand
 * for.
 */
record Count(Rules rules, Ballot ballot, People people) {

    /**
     * What they come to.
     *
     * @param casts in the order they came
     * @param deadline after which nothing counts any more; empty: none
     */
    Outcome outcome(List<Cast> casts, Instant now, Optional<Instant> deadline) {
        List<Vote> valid = valid(casts);
        Optional<Vote> no = valid.stream().filter(vote -> !vote.yes()).findFirst();
        if (no.isPresent()) {
            return new Outcome.Rejected(no.get());
        }
        List<String> by = List.copyOf(seats(valid).values());
        int yes = by.size();
        if (deadline.filter(end -> !now.isBefore(end)).isPresent()) {
            return new Outcome.TimedOut(yes, rules.quorum());
        }
        if (yes < rules.quorum()) {
            return new Outcome.Open(yes, rules.quorum(), Optional.empty());
        }
        boolean open = rules.window().map(window -> window.open(now)).orElse(true);
        return open
                ? new Outcome.Approved(by)
                : new Outcome.Open(yes, rules.quorum(), rules.window().flatMap(window -> window.opens(now)));
    }

    /** Why a vote does not count now; empty: it does. */
    Optional<String> objection(Vote vote) {
        List<String> changed = vote.ballot().changes(ballot);
        if (!changed.isEmpty()) {
            return Optional.of("it was for something else: changed meanwhile is " + String.join(", ", changed));
        }
        if (!vote.yes()) {
            return entitled(vote.person()) || people.mayStop(vote.person())
                    ? Optional.empty()
                    : Optional.of(vote.person() + " is not among the approvers");
        }
        if (!entitled(vote.person())) {
            return Optional.of(vote.person() + " is not among the approvers");
        }
        Optional<String> involved = rules.separateDuties() ? people.involved(vote.person()) : Optional.empty();
        if (involved.isPresent()) {
            return Optional.of(vote.person() + " " + involved.get() + ", and duties are separate");
        }
        return rules.commentNeeded() && vote.comment().isBlank()
                ? Optional.of("a comment is needed")
                : Optional.empty();
    }

    /** The last vote of each person, if it counts. */
    private List<Vote> valid(List<Cast> casts) {
        Map<String, Vote> last = new LinkedHashMap<>();
        for (Cast cast : casts) {
            if (cast.refused().isEmpty() && objection(cast.vote()).isEmpty()) {
                last.put(people.key(cast.vote().person()), cast.vote());
            }
        }
        return List.copyOf(last.values());
    }

    /** Whom the votes stand for, each once, and whose they are: approvers first, then delegates for who is left. */
    private Map<String, String> seats(List<Vote> valid) {
        Map<String, String> seats = new LinkedHashMap<>();
        List<Vote> delegates = new ArrayList<>();
        for (Vote vote : valid) {
            if (people.isOneOf(vote.person(), rules.approvers())) {
                seats.put(people.key(vote.person()), vote.person());
            } else {
                delegates.add(vote);
            }
        }
        for (Vote vote : delegates) {
            principals(people.key(vote.person())).stream()
                    .filter(principal -> !seats.containsKey(people.key(principal)))
                    .findFirst()
                    .ifPresent(principal -> seats.put(people.key(principal), vote.person() + " for " + principal));
        }
        return seats;
    }

    private boolean entitled(String person) {
        return people.isOneOf(person, rules.approvers())
                || !principals(people.key(person)).isEmpty();
    }

    /** Approvers whom a delegate may stand for; who may not vote cannot have it done by another. */
    private List<String> principals(String delegate) {
        return rules.delegates().entrySet().stream()
                .filter(each -> people.key(each.getValue()).equals(delegate))
                .map(Map.Entry::getKey)
                .filter(principal -> people.isOneOf(principal, rules.approvers()))
                .filter(principal ->
                        !rules.separateDuties() || people.involved(principal).isEmpty())
                .toList();
    }
}
