package io.jenkins.plugins.greyrelease.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever people do in whatever order: what was approved has a quorum for exactly what is asked. The oracle below knows
 * who was what when, and nothing of how votes are counted.
 *
 * <p>Does not check: delegates and windows, which {@link ApprovalTest} does.
 */
class ApprovalPropertiesTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Instant END = Town.DAWN.plus(Duration.ofMinutes(3));

    /**
     * Something that happens.
     *
     * @param who a person, or which of the ballots
     * @param shown on which of the ballots a vote was given: the open one (0), or an older page that was left open
     */
    record Event(Kind kind, int who, int shown) {}

    enum Kind {
        YES,
        YES_TWICE,
        /** The ticket is brought to an approving status, on what it shows or showed before. */
        TICKET_YES,
        /** What the ticket said last is told again, as after a restart. */
        TICKET_TOLD_AGAIN,
        TICKET_MOVED_ON,
        NO,
        JOINS,
        LEAVES,
        PLAN_CHANGES,
        IMAGE_CHANGES,
        BATCH_CHANGES,
        CLUSTER_CHANGES,
        BALLOT_COMES_BACK,
        RESTART,
        LOOK,
        MINUTE
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(10, Kind.YES),
                Tuple.of(3, Kind.YES_TWICE),
                Tuple.of(5, Kind.TICKET_YES),
                Tuple.of(2, Kind.TICKET_TOLD_AGAIN),
                Tuple.of(2, Kind.TICKET_MOVED_ON),
                Tuple.of(1, Kind.NO),
                Tuple.of(2, Kind.JOINS),
                Tuple.of(2, Kind.LEAVES),
                Tuple.of(1, Kind.PLAN_CHANGES),
                Tuple.of(1, Kind.IMAGE_CHANGES),
                Tuple.of(1, Kind.BATCH_CHANGES),
                Tuple.of(1, Kind.CLUSTER_CHANGES),
                Tuple.of(1, Kind.BALLOT_COMES_BACK),
                Tuple.of(2, Kind.RESTART),
                Tuple.of(1, Kind.LOOK),
                Tuple.of(1, Kind.MINUTE));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 5))
                .as((kind, who, shown) -> new Event(kind, who, shown < 3 ? 0 : shown - 2))
                .list()
                .ofMinSize(4)
                .ofMaxSize(25);
    }

    @Property(tries = 1000)
    void nothingIsApprovedWithoutAQuorumForExactlyWhatIsAsked(@ForAll("events") List<Event> events) {
        Story story = new Story();
        for (Event event : events) {
            story.happens(event);
            story.check();
        }
    }

    /** One approval by two of a group, in which dave started the run. */
    private static final class Story {
        private final Town town = new Town().group("ops", "alice", "bob", "dave");
        private final List<Ballot> ballots = new ArrayList<>(List.of(ballot(0, 0, 0, 0)));
        private Approval approval = Approval.ask(
                "a1",
                "Go on?",
                new Rules(List.of("ops"), 2, true, Map.of(), false, Optional.empty()),
                ballots.get(0),
                Town.DAWN,
                Optional.of(END));
        /** What the oracle saw: yes votes by people who might vote just then, by ballot. */
        private final Map<Ballot, Set<String>> given = new LinkedHashMap<>();

        /** The vote that the ticket stands for, and whose it is if it counts as far as the oracle saw. */
        private Optional<Vote> ticket = Optional.empty();

        private Optional<String> byTicket = Optional.empty();
        private int ticketChanges;
        private boolean over;

        Story() {
            town.involved.put("dave", "started the run");
        }

        private static Ballot ballot(int plan, int image, int batch, int cluster) {
            return new Ballot("r1", "cart", "plan" + plan, "image" + image, batch + "/9", "c" + cluster);
        }

        private Ballot current() {
            return ballots.get(ballots.size() - 1);
        }

        void happens(Event event) {
            String who = NAMES.get(event.who());
            int n = ballots.size();
            switch (event.kind()) {
                case YES -> yes(who, event.shown());
                case YES_TWICE -> {
                    yes(who, event.shown());
                    yes(who.toUpperCase(Locale.ROOT), event.shown());
                }
                case TICKET_YES -> ticket(who, event.shown());
                case TICKET_TOLD_AGAIN -> ticket.ifPresent(this::told);
                case TICKET_MOVED_ON -> movedOn();
                case NO -> approval = approval.vote(town.no(who, "", current()), town);
                case JOINS -> town.group("ops", who);
                case LEAVES -> town.loses(who);
                case PLAN_CHANGES -> rebind(ballot(n, 0, 0, 0));
                case IMAGE_CHANGES -> rebind(ballot(0, n, 0, 0));
                case BATCH_CHANGES -> rebind(ballot(0, 0, n, 0));
                case CLUSTER_CHANGES -> rebind(ballot(0, 0, 0, n));
                case BALLOT_COMES_BACK -> rebind(ballots.get(0));
                case RESTART -> approval = ApprovalJson.read(ApprovalJson.write(approval));
                case LOOK -> approval = approval.look(town.now, town);
                case MINUTE -> town.now = town.now.plus(Duration.ofMinutes(1));
            }
        }

        private void rebind(Ballot next) {
            if (!approval.outcome().closed()) {
                if (!next.equals(current())) {
                    given.clear();
                    byTicket = Optional.empty();
                }
                ballots.add(next);
                approval = approval.rebound(next, town.now);
            }
        }

        private boolean may(Vote vote) {
            return town.isOneOf(vote.person(), List.of("ops"))
                    && town.involved(vote.person()).isEmpty()
                    && vote.at().isBefore(END)
                    && vote.ballot().equals(current());
        }

        private void ticket(String who, int back) {
            movedOn();
            Ballot shown = ballots.get(Math.max(0, ballots.size() - 1 - back));
            Vote seen = town.yes(who, shown);
            ticketChanges++;
            Vote vote = new Vote(who, true, seen.at(), "", "CHG-1, change " + ticketChanges, shown);
            ticket = Optional.of(vote);
            byTicket = Optional.of(town.key(who)).filter(key -> may(vote));
            told(vote);
        }

        private void told(Vote vote) {
            if (!approval.has(vote)) {
                approval = approval.vote(vote, town);
            }
        }

        private void movedOn() {
            ticket.ifPresent(vote -> approval = approval.takenBack(vote.from(), "it was moved on", town.now, town));
            if (!approval.outcome().closed()) {
                byTicket = Optional.empty();
            }
        }

        private void yes(String who, int back) {
            Ballot shown = ballots.get(Math.max(0, ballots.size() - 1 - back));
            Vote vote = town.yes(who, shown);
            if (may(vote)) {
                given.computeIfAbsent(shown, none -> new LinkedHashSet<>()).add(town.key(who));
            }
            approval = approval.vote(vote, town);
        }

        void check() {
            if (!(approval.outcome() instanceof Outcome.Approved approved) || over) {
                return;
            }
            over = true;
            assertThat(town.now).isBefore(END);
            assertThat(approval.ballot()).isEqualTo(current());
            Set<String> all = new LinkedHashSet<>(given.getOrDefault(current(), Set.of()));
            byTicket.ifPresent(all::add);
            List<String> counted = all.stream()
                    .filter(who -> town.isOneOf(who, List.of("ops")))
                    .toList();
            assertThat(counted).as(approved.toString()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(approved.by().stream().map(town::key))
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(counted);
        }
    }

    /** Without this, the property above might never see an approval. */
    @Property(tries = 200)
    void enoughPeopleAlwaysGetItApproved(@ForAll("events") List<Event> events) {
        Story story = new Story();
        events.stream()
                .filter(event -> event.kind() != Kind.NO && event.kind() != Kind.MINUTE)
                .forEach(story::happens);
        story.town.group("ops", "alice", "bob");
        story.yes("alice", 0);
        story.yes("bob", 0);
        assertThat(story.approval.outcome()).isInstanceOf(Outcome.Approved.class);
    }
}
