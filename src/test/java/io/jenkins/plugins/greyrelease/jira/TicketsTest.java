package io.jenkins.plugins.greyrelease.jira;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.notify.Notice.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final String URL = "https://jira.example";
    private static final String RUN = "shop/release#12";

    private final VirtualTime time = new VirtualTime();
    private final StandInJira server = new StandInJira(false, time).has("CHG-1", "In Progress");
    private final List<String> log = new ArrayList<>();
    private final Disk disk = new Disk();
    private boolean busy;
    private Lifeline life = new Lifeline();
    private Tickets tickets = process();

    /** What outlives a process. */
    private static final class Disk implements TieStore {
        final Map<String, Tie> ties = new LinkedHashMap<>();

        @Override
        public void save(Tie tie) {
            ties.put(tie.run() + tie.issue(), tie);
        }

        @Override
        public void forget(Tie tie) {
            ties.remove(tie.run() + tie.issue());
        }

        @Override
        public List<Tie> open() {
            return List.copyOf(ties.values());
        }
    }

    private Tickets process() {
        Scheduler scheduler = life.scheduler(time);
        PatientClient client = new PatientClient(
                new Sites(scheduler).with(URL, server::handle),
                scheduler,
                length -> "h" + "0".repeat(length - 1),
                Patience.USUAL);
        Jira jira = new Jira(URL, Login.Anonymous::new, client, new Turns());
        return new Tickets(
                () -> Optional.of(jira), scheduler, disk, (run, line) -> log.add(run + ": " + line), run -> busy);
    }

    private void restart(Optional<Boolean> success) {
        life.die();
        life = new Lifeline();
        tickets = process();
        tickets.resume(run -> success);
    }

    private void tie() {
        tickets.tie(Tie.begin(RUN, "https://jenkins.example/12/", "CHG-1", "Done", "Failed"));
    }

    private void hear(int number) {
        tickets.hear(new Notice(
                "id" + number,
                time.now(),
                Kind.BATCH_DONE,
                new Notice.Run(RUN, ""),
                Optional.of(new Notice.Subject("x", "cart", "shop", "")),
                List.of("gd9-a"),
                number,
                9,
                "",
                "batch " + number + " is done"));
    }

    private String comment() {
        assertThat(server.comments("CHG-1")).hasSize(1);
        return server.comments("CHG-1").get(0).path("body").asText();
    }

    @Test
    void whatHappensStandsInOneCommentAndTheEndMovesTheTicket() {
        tie();
        hear(1);
        time.advance(Duration.ofMinutes(1));
        hear(1);
        hear(2);
        CompletableFuture<Void> over = tickets.ended(RUN, true, "SUCCESS");
        time.runUntil(over::isDone, time.elapsed().plus(Duration.ofMinutes(1)));
        assertThat(comment())
                .isEqualTo("Run shop/release#12 https://jenkins.example/12/\n"
                        + "2026-01-05 08:00 UTC cart [gd9-a] batch 1 is done\n"
                        + "2026-01-05 08:01 UTC cart [gd9-a] batch 2 is done\n"
                        + "2026-01-05 08:01 UTC the run has ended: SUCCESS\n"
                        + "Grey Release keeps this comment for run shop/release#12");
        assertThat(server.words().get(0)).startsWith("CHG-1 is 'Done'");
        assertThat(disk.ties).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void aRunThatFailsMovesTheTicketWhereFailuresGo() {
        tie();
        tickets.ended(RUN, false, "ABORTED");
        time.advance(Duration.ofMinutes(1));
        assertThat(server.words().get(0)).startsWith("CHG-1 is 'Failed'").contains("the run has ended: ABORTED");
    }

    @Test
    void aStormOfNewsIsWrittenAFewTimesAndItsLastLineAlways() {
        tie();
        for (int i = 1; i <= 100; i++) {
            hear(i);
            time.advance(Duration.ofMillis(100));
        }
        time.advance(Duration.ofSeconds(10));
        assertThat(comment()).contains("batch 1 is done", "batch 100 is done");
        assertThat(server.writes()).isLessThanOrEqualTo(4);
    }

    @Test
    void whatNobodyTiedIsToldNowhere() {
        hear(1);
        time.advance(Duration.ofMinutes(1));
        assertThat(server.comments("CHG-1")).isEmpty();
        assertThat(disk.ties).isEmpty();
    }

    @Test
    void aJiraThatIsDownIsToldLaterAndThatIsSaidOnce() {
        tie();
        server.down(true);
        hear(1);
        time.advance(Duration.ofMinutes(20));
        hear(2);
        tickets.ended(RUN, true, "SUCCESS");
        time.advance(Duration.ofMinutes(10));
        server.down(false);
        time.advance(Duration.ofMinutes(6));
        assertThat(comment()).containsSubsequence("batch 1 is done", "batch 2 is done", "the run has ended");
        assertThat(server.words().get(0)).startsWith("CHG-1 is 'Done'");
        assertThat(log).hasSize(2);
        assertThat(log.get(0)).contains("503", "tried again later");
        assertThat(log.get(1)).isEqualTo(RUN + ": jiraChange: CHG-1 is told again what happens");
    }

    @Test
    void aJiraThatStaysDownIsGivenUpInTheEndAndWhatItMissedIsSaid() {
        tie();
        server.down(true);
        hear(1);
        CompletableFuture<Void> over = tickets.ended(RUN, true, "SUCCESS");
        time.runUntil(over::isDone, time.elapsed().plus(Duration.ofHours(3)));
        assertThat(over).isDone();
        assertThat(log.get(log.size() - 1))
                .contains("given up: CHG-1 was not told: cart [gd9-a] batch 1 is done / the run has ended: SUCCESS")
                .contains("CHG-1 was not brought to 'Done'");
        assertThat(disk.ties).isEmpty();
    }

    @Test
    void aTransitionThatIsNotAllowedIsSaidAndNotTriedAgain() {
        server.has("CHG-1", "Open");
        tie();
        CompletableFuture<Void> over = tickets.ended(RUN, true, "SUCCESS");
        time.runUntil(over::isDone, time.elapsed().plus(Duration.ofMinutes(5)));
        assertThat(over).isDone();
        assertThat(log).singleElement().asString().contains("the transition 'Done' of CHG-1 is not allowed from");
        assertThat(comment()).contains("the run has ended: SUCCESS");
    }

    @Test
    void aReleaseThatGoesOnWithoutItsRunIsStillToldOf() {
        busy = true;
        tie();
        tickets.ended(RUN, false, "ABORTED");
        time.advance(Duration.ofMinutes(3));
        hear(5);
        time.advance(Duration.ofMinutes(3));
        assertThat(comment()).containsSubsequence("the run has ended", "batch 5 is done");
        assertThat(disk.ties).hasSize(1);
        busy = false;
        time.advance(Duration.ofMinutes(2));
        assertThat(disk.ties).isEmpty();
    }

    @Test
    void aRunThatEndedWhileNobodyLookedIsSettledAfterTheRestart() {
        tie();
        hear(1);
        time.advance(Duration.ofMillis(1));
        restart(Optional.of(true));
        time.advance(Duration.ofMinutes(1));
        assertThat(comment()).contains("batch 1 is done", "the run has ended");
        assertThat(server.words().get(0)).startsWith("CHG-1 is 'Done'");
        assertThat(disk.ties).isEmpty();
    }

    @Test
    void aRenamedJobKeepsItsComment() {
        tie();
        hear(1);
        time.advance(Duration.ofMinutes(1));
        tickets.renamed("shop/release#", "shop/ship#");
        tickets.ended("shop/ship#12", true, "SUCCESS");
        time.advance(Duration.ofMinutes(1));
        assertThat(comment()).contains("batch 1 is done", "the run has ended");
        assertThat(disk.ties).isEmpty();
    }

    /** Whatever is restarted or fails in between: one comment, each line in it once and in order, the ticket settled. */
    @Property(tries = 30)
    void theCommentStaysOneAndWhole(@ForAll @Size(min = 1, max = 25) List<@IntRange(max = 6) Integer> acts) {
        new TicketsTest().goesThrough(acts);
    }

    private void goesThrough(List<Integer> acts) {
        tie();
        time.advance(Duration.ofMillis(10));
        int told = 0;
        for (int act : acts) {
            switch (act) {
                case 0 -> restart(Optional.empty());
                case 1 -> server.down(true);
                case 2 -> server.down(false);
                case 3 -> server.refuse(3);
                case 4 -> time.advance(Duration.ofSeconds(7));
                default -> hear(++told);
            }
            time.advance(Duration.ofMillis(15));
        }
        server.down(false);
        tickets.ended(RUN, true, "SUCCESS");
        time.advance(Duration.ofMinutes(30));
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= told; i++) {
            lines.add("batch " + i + " is done");
        }
        lines.add("the run has ended: SUCCESS");
        assertThat(comment().lines().filter(line -> line.contains(" UTC ")))
                .extracting(line -> line.replaceFirst(".* UTC (cart \\[gd9-a\\] )?", ""))
                .containsExactlyElementsOf(lines);
        assertThat(server.words().get(0)).startsWith("CHG-1 is 'Done'");
        assertThat(disk.ties).isEmpty();
    }
}
