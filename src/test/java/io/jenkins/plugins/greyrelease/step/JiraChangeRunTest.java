package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JiraChangeRunTest {
    private static final String URL = "https://jira.example";

    private final VirtualTime time = new VirtualTime();
    private final FakeHost host = new FakeHost(new Fleet(List.of()), time);
    private StandInJira server = at(new StandInJira(false, time));

    private StandInJira at(StandInJira jira) {
        PatientClient client =
                new PatientClient(new Sites(time).with(URL, jira::handle), time, host.ids(), Patience.USUAL);
        host.services = new Services(Optional.empty(), Optional.of(new Jira(URL + "/", Login.Anonymous::new, client)));
        return jira;
    }

    private StepOutcome run(Map<String, Object> arguments) {
        CompletableFuture<StepOutcome> outcome =
                new ErrandWork(JiraChangeArgs.from(arguments), host, ErrandWork.Rules.NONE).start();
        time.runUntil(outcome::isDone, time.elapsed().plus(Duration.ofHours(1)));
        return outcome.join();
    }

    private String failure(Map<String, Object> arguments) {
        StepOutcome outcome = run(arguments);
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        return outcome.message();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunKeepsOneCommentAndBringsTheTicketToItsEnd(boolean cloud) {
        server = at(new StandInJira(cloud, time)).has("CHG-12", "Approved");
        StepOutcome begun = run(Map.of(
                "issue", "CHG-12", "require", "approved", "transition", "In Progress", "comment", "release\nbegins"));
        assertThat(begun.message()).isEmpty();
        assertThat(begun.result())
                .isEqualTo(Map.of(
                        "issue", "CHG-12",
                        "status", "In Progress",
                        "url", "https://jira.example/browse/CHG-12"));
        run(Map.of("issue", "CHG-12", "comment", "batch 1/2 in gd9-a"));
        run(Map.of("issue", "CHG-12", "comment", "batch 1/2 in gd9-a"));
        assertThat(run(Map.of("issue", "CHG-12", "transition", "13")).result()).containsEntry("status", "Done");
        assertThat(server.comments("CHG-12")).hasSize(1);
        String body = server.comments("CHG-12").get(0).path("body").toString();
        assertThat(body)
                .containsSubsequence(
                        "Run shop/release#12 https://jenkins.example/job/shop/job/release/12/",
                        "2026-01-05 08:00 UTC release begins",
                        "2026-01-05 08:00 UTC batch 1/2 in gd9-a",
                        "Grey Release keeps this comment for run shop/release#12")
                .containsOnlyOnce("batch 1/2");
        assertThat(server.comments("CHG-12").get(0).path("body").isObject()).isEqualTo(cloud);
        assertThat(server.writes()).isEqualTo(4);
    }

    @Test
    void otherPeoplesCommentsAreLeftAlone() {
        server.has("CHG-1", "Approved");
        for (int i = 0; i < 120; i++) {
            String body = "{\"body\": \"comment " + i + "\"}";
            server.handle(new io.jenkins.plugins.greyrelease.rehearsal.registry.HttpCall(
                    "",
                    "POST",
                    java.net.URI.create(URL + "/rest/api/2/issue/CHG-1/comment"),
                    Map.of(),
                    body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        run(Map.of("issue", "CHG-1", "comment", "one"));
        run(Map.of("issue", "CHG-1", "comment", "two"));
        assertThat(server.comments("CHG-1")).hasSize(121);
        assertThat(server.comments("CHG-1").get(120).path("body").asText()).contains("one", "two");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTicketIsCreatedOnceForARun(boolean cloud) {
        server = at(new StandInJira(cloud, time));
        Map<String, Object> arguments = Map.of("project", "CHG", "summary", "cart 1.4");
        assertThat(run(arguments).result()).containsEntry("issue", "CHG-1").containsEntry("status", "Open");
        assertThat(run(arguments).result()).containsEntry("issue", "CHG-1");
        assertThat(server.keys()).containsExactly("CHG-1");
        assertThat(host.log)
                .containsExactly(
                        "jiraChange: created CHG-1 https://jira.example/browse/CHG-1",
                        "jiraChange: goes on with CHG-1, which this run has created");
    }

    @Test
    void ofLinesThatAreToldAtTheSameMomentNoneGetsLost() {
        server.has("CHG-1", "Approved");
        Jira jira = host.services().jira().orElseThrow();
        List<CompletableFuture<Instant>> told = Stream.of("one", "two", "three")
                .map(text -> jira.tell(false, "CHG-1", "r#1", "", text))
                .toList();
        time.runUntil(() -> told.stream().allMatch(CompletableFuture::isDone), Duration.ofMinutes(1));
        assertThat(server.comments("CHG-1")).hasSize(1);
        assertThat(server.comments("CHG-1").get(0).path("body").asText()).containsSubsequence("one", "two", "three");
        assertThat(told).extracting(CompletableFuture::join).isSorted().doesNotHaveDuplicates();
        server.down(true);
        CompletableFuture<Instant> inVain = jira.tell(false, "CHG-1", "r#1", "", "four");
        CompletableFuture<Instant> after = jira.tell(false, "CHG-1", "r#1", "", "five");
        time.runUntil(inVain::isDone, time.elapsed().plus(Duration.ofHours(1)));
        server.down(false);
        time.runUntil(after::isDone, time.elapsed().plus(Duration.ofHours(1)));
        assertThat(inVain).isCompletedExceptionally();
        assertThat(after).isCompleted();
    }

    @Test
    @Scenario("ticket deleted, moved, closed by hand")
    void aTicketThatIsNotAsItMustBeIsNamed() {
        server.has("CHG-1", "Approved").has("CHG-2", "Approved").has("CHG-3", "Done");
        server.delete("CHG-1");
        assertThat(failure(Map.of("issue", "CHG-1", "comment", "hello")))
                .isEqualTo("Jira has no ticket CHG-1 that its account may see (it says: Issue does not exist or you do"
                        + " not have permission to see it.): it was deleted, or the account lacks 'Browse projects'");
        run(Map.of("issue", "CHG-2", "comment", "one"));
        server.move("CHG-2", "OPS-7");
        assertThat(run(Map.of("issue", "CHG-2", "comment", "two")).result()).containsEntry("issue", "OPS-7");
        assertThat(host.log).contains("jiraChange: CHG-2 was moved and is OPS-7 now");
        assertThat(server.comments("OPS-7")).hasSize(1);
        int writes = server.writes();
        assertThat(failure(Map.of("issue", "CHG-3", "comment", "hello")))
                .startsWith("CHG-3 is closed: its status is 'Done'; reopen it");
        assertThat(failure(Map.of("issue", "OPS-7", "require", List.of("Open", "In Progress"), "comment", "x")))
                .isEqualTo("OPS-7 has the status 'Approved', and must have 'Open' or 'In Progress';"
                        + " https://jira.example/browse/OPS-7");
        assertThat(server.writes()).isEqualTo(writes);
        assertThat(run(Map.of("issue", "CHG-3", "transition", "Done")).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    @Scenario("ticket's required field missing, transition not allowed")
    void whatJiraWantsIsSaid() {
        server.require("customfield_10010");
        assertThat(failure(Map.of("project", "CHG", "summary", "cart 1.4")))
                .isEqualTo("Jira: create a ticket of type Task in CHG: 400 customfield_10010 is required.");
        assertThat(run(Map.of(
                                "project",
                                "CHG",
                                "summary",
                                "cart 1.4",
                                "fields",
                                Map.of("customfield_10010", Map.of("value", "low"))))
                        .result())
                .containsEntry("issue", "CHG-1");
        assertThat(failure(Map.of("issue", "CHG-1", "transition", "Done")))
                .isEqualTo("the transition 'Done' of CHG-1 is not allowed from status 'Open': the account may"
                        + " 'To Approved' (11)");
    }

    @Test
    @Scenario("Jira in maintenance")
    void aServerInMaintenanceIsAskedAgainAndThenNamed() {
        server.has("CHG-1", "Approved");
        server.down(true);
        assertThat(failure(Map.of("issue", "CHG-1")))
                .startsWith("Jira: read what it is: 503 Jira is down for maintenance; it was tried again in vain");
        time.after(Duration.ofSeconds(1), () -> server.down(false));
        assertThat(run(Map.of("issue", "CHG-1")).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void theWaitThatJiraAsksForIsKept() {
        server.has("CHG-1", "Approved");
        server.refuse(2);
        assertThat(run(Map.of("issue", "CHG-1")).status()).isEqualTo(Status.SUCCESS);
        assertThat(time.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void withoutAServerItIsRefused() {
        host.services = Services.NONE;
        assertThat(run(Map.of("issue", "CHG-1")).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void stoppedItBeginsNothingNew() {
        server.has("CHG-1", "Approved");
        ErrandWork work = new ErrandWork(
                JiraChangeArgs.from(Map.of("issue", "CHG-1", "comment", "x")), host, ErrandWork.Rules.NONE);
        CompletableFuture<StepOutcome> outcome = work.start();
        time.advance(Duration.ofMillis(30));
        work.stop("Ann");
        time.runUntil(outcome::isDone, Duration.ofMinutes(1));
        assertThat(outcome.join().status()).isEqualTo(Status.ABORTED);
        assertThat(server.writes()).isZero();
    }

    @Test
    void argumentsAreCheckedTogether() {
        assertThatThrownBy(() -> JiraChangeArgs.from(Map.of("issue", "chg 1", "summary", "x", "fields", "y")))
                .hasMessageContaining("jiraChange: 4 problems")
                .hasMessageContaining("issue: 'chg 1': must be the key of a ticket, such as CHG-12")
                .hasMessageContaining("fields: 'y': must be a map")
                .hasMessageContaining("summary: 'x': is only for a ticket that is created");
        assertThatThrownBy(() -> JiraChangeArgs.from(Map.of("project", "CHG")))
                .hasMessageContaining("give either 'issue', or 'project' and 'summary'");
    }
}
