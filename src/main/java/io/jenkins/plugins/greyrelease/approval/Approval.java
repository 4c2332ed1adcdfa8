package io.jenkins.plugins.greyrelease.approval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record of one approval: what was asked, who said what, and what came of it. Immutable; each step gives a new one.
 * Once it is closed its outcome stays, and votes that still come are only noted.
 *
 * @param id unique in its run
 * @param message what is asked
 * @param rules whose votes count
 * @param ballot what votes are bound to now
 * @param asked when it was asked
 * @param deadline until when votes count; empty: for ever
 * @param shown where else people can see and answer it: since when they see what is asked now, by that place's clock
 * @param casts all votes, in the order they came
 * @param notes what happened, for people
 * @param outcome how it stands
 */
public record Approval(
        String id,
        String message,
        Rules rules,
        Ballot ballot,
        Instant asked,
        Optional<Instant> deadline,
        Map<String, Instant> shown,
        List<Cast> casts,
        List<Note> notes,
        Outcome outcome) {
    private static final String CHANGED = "changed while it waited: ";
    private static final int CODE = 8;

    public Approval {
        shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
        casts = List.copyOf(casts);
        notes = List.copyOf(notes);
    }

    /** A line of the record. */
    public record Note(Instant at, String text) {}

    /** One that nobody has voted on. */
    public static Approval ask(
            String id, String message, Rules rules, Ballot ballot, Instant asked, Optional<Instant> deadline) {
        Outcome open = new Outcome.Open(0, rules.quorum(), Optional.empty());
        return new Approval(id, message, rules, ballot, asked, deadline, Map.of(), List.of(), List.of(), open);
    }

    /** A person votes. */
    public Approval vote(Vote vote, People people) {
        if (outcome.closed()) {
            return noted(vote.at(), vote.words() + " (" + vote.from() + "), too late: it is " + outcome.name());
        }
        Count count = new Count(rules, ballot, people);
        Optional<String> objection = late(vote.at()) ? Optional.of("the time for it was over") : count.objection(vote);
        boolean again =
                votes().stream().anyMatch(each -> people.key(each.person()).equals(people.key(vote.person())));
        List<Cast> all = new ArrayList<>(casts);
        all.add(new Cast(vote, objection));
        Approval cast = new Approval(id, message, rules, ballot, asked, deadline, shown, all, notes, outcome)
                .look(vote.at(), people);
        String what = vote.words() + (vote.comment().isBlank() ? "" : ", \"" + vote.comment() + "\"") + " ("
                + vote.from() + ")";
        String comes = objection
                .map(why -> ", which does not count: " + why)
                .orElse(again ? ", again: it stays one vote" + cast.standing() : cast.standing());
        return cast.notedBefore(notes.size(), vote.at(), what + comes);
    }

    /** Why this vote would not count if it were given now; empty: it would. */
    public Optional<String> objection(Vote vote, People people) {
        return outcome.closed()
                ? Optional.of("it is " + outcome.name())
                : late(vote.at())
                        ? Optional.of("the time for it was over")
                        : new Count(rules, ballot, people).objection(vote);
    }

    /** Counts anew: at a deadline, when a window opens. */
    public Approval look(Instant now, People people) {
        if (outcome.closed()) {
            return this;
        }
        Count count = new Count(rules, ballot, people);
        Outcome next = count.outcome(casts, now, deadline);
        List<Note> said = new ArrayList<>(notes);
        lost(count).forEach(text -> said.add(new Note(now, text)));
        if (next.closed()) {
            said.add(new Note(now, words(next)));
        }
        return new Approval(id, message, rules, ballot, asked, deadline, shown, casts, said, next);
    }

    /** What votes are bound to is another by now: those before do not count, even if it becomes the same again. */
    public Approval rebound(Ballot now, Instant at) {
        if (outcome.closed() || ballot.equals(now)) {
            return this;
        }
        List<String> changes = ballot.changes(now);
        int voted = votes().size();
        String text = CHANGED + String.join(", ", changes) + "; "
                + (voted == 0
                        ? "nobody had voted"
                        : voted == 1
                                ? "the vote before does not count"
                                : "the " + voted + " votes before do not count");
        Optional<String> why =
                Optional.of("it was for something else: changed meanwhile is " + String.join(", ", changes));
        List<Cast> all = casts.stream()
                .map(cast -> cast.refused().isEmpty() ? new Cast(cast.vote(), why) : cast)
                .toList();
        Outcome open = new Outcome.Open(0, rules.quorum(), Optional.empty());
        return new Approval(id, message, rules, now, asked, deadline, Map.of(), all, notes, open).noted(at, text);
    }

    /**
     * What is asked now is seen in another place.
     *
     * @param since from then on a vote there, by that place's clock, is for it
     */
    public Approval seen(String place, Instant since, Instant at) {
        if (outcome.closed() || shown.containsKey(place)) {
            return this;
        }
        Map<String, Instant> all = new LinkedHashMap<>(shown);
        all.put(place, since);
        return new Approval(id, message, rules, ballot, asked, deadline, all, casts, notes, outcome)
                .noted(at, place + " shows it as " + code() + " since " + since);
    }

    /** Whether it has this vote already, from the same place. */
    public boolean has(Vote vote) {
        return casts.stream()
                .map(Cast::vote)
                .anyMatch(each -> each.from().equals(vote.from())
                        && each.person().equals(vote.person())
                        && each.ballot().equals(vote.ballot()));
    }

    /**
     * A vote was taken back where it was given; nothing is done if it did not count.
     *
     * @param from where it was given, see {@link Vote#from}
     * @param why in words
     */
    public Approval takenBack(String from, String why, Instant at, People people) {
        List<Vote> back =
                votes().stream().filter(vote -> vote.from().equals(from)).toList();
        if (outcome.closed() || back.isEmpty()) {
            return this;
        }
        List<Cast> all = casts.stream()
                .map(cast -> back.contains(cast.vote()) ? new Cast(cast.vote(), Optional.of(why)) : cast)
                .toList();
        Approval without =
                new Approval(id, message, rules, ballot, asked, deadline, shown, all, notes, outcome).look(at, people);
        return without.noted(
                at,
                "the vote of " + back.get(0).person() + " (" + from + ") was taken back: " + why + without.standing());
    }

    /** Which question it asks: another one after each vote, and after each change of what it is about. From 1. */
    public int round() {
        long changes =
                notes.stream().filter(note -> note.text().startsWith(CHANGED)).count();
        return 1 + casts.size() + (int) changes;
    }

    /** A short name of what is asked now, by which people see that two places show the same, such as {@code 3f9a0b12}. */
    public String code() {
        String all = id + "\n" + String.join("\n", ballot.parts().values());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, CODE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Nobody waits for it any more. */
    public Approval withdrawn(String why, Instant at) {
        if (outcome.closed()) {
            return this;
        }
        Outcome end = new Outcome.Withdrawn(why);
        return new Approval(id, message, rules, ballot, asked, deadline, shown, casts, notes, end)
                .noted(at, words(end));
    }

    /** The votes that count for what is asked now, as far as is known without asking who people are. */
    public List<Vote> votes() {
        return casts.stream()
                .filter(cast -> cast.refused().isEmpty())
                .map(Cast::vote)
                .toList();
    }

    /** Adds a line to the record. */
    public Approval noted(Instant at, String text) {
        return notedBefore(notes.size(), at, text);
    }

    /** How it stands or ended, for people. */
    public String words() {
        return words(outcome);
    }

    private Approval notedBefore(int index, Instant at, String text) {
        List<Note> said = new ArrayList<>(notes);
        said.add(index, new Note(at, text));
        return new Approval(id, message, rules, ballot, asked, deadline, shown, casts, said, outcome);
    }

    private boolean late(Instant time) {
        return deadline.filter(end -> !time.isBefore(end)).isPresent();
    }

    private List<String> lost(Count count) {
        return votes().stream()
                .flatMap(vote -> count.objection(vote).stream()
                        .map(why -> "the vote of " + vote.person() + " does not count any more: " + why))
                .distinct()
                .filter(text -> notes.stream().noneMatch(note -> note.text().equals(text)))
                .toList();
    }

    private String standing() {
        return outcome instanceof Outcome.Open open ? ": " + words(open) : "";
    }

    private static String words(Outcome of) {
        if (of instanceof Outcome.Open open) {
            return open.yes() + " of " + open.quorum() + (open.enough() ? opening(open) : "");
        } else if (of instanceof Outcome.Approved approved) {
            return "approved by " + String.join(", ", approved.by());
        } else if (of instanceof Outcome.Rejected rejected) {
            Vote no = rejected.by();
            return "rejected by " + no.person() + (no.comment().isBlank() ? "" : ": " + no.comment());
        } else if (of instanceof Outcome.TimedOut out) {
            return out.yes() == 0
                    ? "nobody approved it in time"
                    : "only " + out.yes() + " of " + out.quorum() + " approved it in time";
        }
        return "withdrawn: " + ((Outcome.Withdrawn) of).why();
    }

    private static String opening(Outcome.Open open) {
        return open.opens()
                .map(when -> ", waits for the release window, which opens at " + when)
                .orElse(", and the release window never opens again");
    }
}
