package io.jenkins.plugins.greyrelease.sonar;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInSonar;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.OwnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sonarqube.ws.Ce;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse.Status;

class GateWaitTest {
    private static final String URL = "https://sonar.example";
    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualTime time = new VirtualTime();
    private final StandInSonar server = new StandInSonar(time);
    private final Deliveries deliveries = new Deliveries(time);
    private final List<String> log = new ArrayList<>();
    private Login login = new Login.Anonymous();

    private CompletableFuture<GateReport> wait(Analysis analysis) {
        Ids ids = length -> "a".repeat(length);
        PatientClient client = new PatientClient(new Sites(time).with(URL, server::handle), time, ids, Patience.USUAL);
        return new Sonar(URL + "/", () -> login, client, deliveries, ids)
                .wait(analysis, HOUR, HOUR, log::add)
                .start();
    }

    private GateReport gate(Analysis analysis) {
        CompletableFuture<GateReport> report = wait(analysis);
        time.runUntil(report::isDone, HOUR.plus(HOUR));
        time.advance(Duration.ZERO);
        return report.join();
    }

    private String failure(Analysis analysis) {
        CompletableFuture<GateReport> report = wait(analysis);
        time.runUntil(report::isDone, HOUR.plus(HOUR));
        time.advance(Duration.ZERO);
        assertThat(report).isCompletedExceptionally();
        assertThat(deliveries.listening()).isZero();
        return report.handle((gate, failure) -> failure.getMessage()).join();
    }

    private static Analysis task(String id) {
        return new Analysis("", Optional.empty(), Optional.empty(), Optional.of(id));
    }

    private static Analysis project(String key) {
        return new Analysis(key, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void aTaskIsFollowedToTheGateOfItsAnalysis() {
        String id = server.analyse("cart", "release", "", Status.OK);
        GateReport report = gate(task(id));
        assertThat(report.gate().status()).isEqualTo(Gate.Status.OK);
        assertThat(report.analysis().words()).isEqualTo("branch release of cart");
        assertThat(report.analysisId()).contains("analysis-of-" + id);
        assertThat(report.dashboard()).isEqualTo("https://sonar.example/dashboard?id=cart&branch=release");
        assertThat(time.elapsed()).isBetween(Duration.ofSeconds(25), Duration.ofMinutes(1));
        assertThat(log)
                .containsExactly(
                        "quality gate of task AX-task-1: task AX-task-1 is PENDING",
                        "quality gate of task AX-task-1: task AX-task-1 is IN_PROGRESS",
                        "quality gate of task AX-task-1: task AX-task-1 is SUCCESS");
        assertThat(time.next()).isEmpty();
    }

    @Test
    void aGateThatIsNotPassedSaysWhichConditionsFailed() {
        String id = server.analyse(
                "cart",
                "",
                "7",
                Status.ERROR,
                StandInSonar.condition("new_coverage", Status.ERROR, "61.5", "80"),
                StandInSonar.condition("new_bugs", Status.OK, "0", "0"));
        GateReport report = gate(task(id));
        assertThat(report.gate().status()).isEqualTo(Gate.Status.ERROR);
        assertThat(report.gate().failed())
                .extracting(Gate.Condition::words)
                .containsExactly("new_coverage is 61.5, less than 80");
        assertThat(report.analysis().pullRequest()).contains("7");
    }

    @Test
    void aProjectsQueueIsWaitedForSoThatNoOldGateIsTaken() {
        server.stands("cart", Status.OK);
        server.analyse("cart", "", "", Status.ERROR);
        assertThat(gate(project("cart")).gate().status()).isEqualTo(Gate.Status.ERROR);
    }

    @Test
    void otherBranchesAreNotWaitedFor() {
        server.stands("cart", Status.OK);
        server.analyse("cart", "", "12", Status.ERROR);
        assertThat(gate(project("cart")).gate().status()).isEqualTo(Gate.Status.OK);
        assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    @Scenario("gate NONE")
    void aProjectWithoutAGateIsAnAnswerOfItsOwn() {
        server.stands("cart", Status.NONE);
        GateReport report = gate(project("cart"));
        assertThat(report.gate().status()).isEqualTo(Gate.Status.NONE);
        assertThat(report.gate().failed()).isEmpty();
    }

    @Test
    @Scenario("task PENDING for ever")
    void aTaskThatNeverBeginsEndsTheWaitInTime() {
        String id = server.analyse("cart", "", "", Status.OK);
        server.faults().stuck(true);
        assertThat(failure(task(id)))
                .isEqualTo("no quality gate of task AX-task-1 within 1h: task AX-task-1 is PENDING; look at the"
                        + " background tasks of SonarQube, or give more 'timeout'");
        assertThat(time.elapsed()).isEqualTo(HOUR);
        assertThat(server.faults().requests()).isLessThan(130);
        assertThat(time.next()).isEmpty();
    }

    @Test
    void aTaskThatFailsOrIsCancelledEndsTheWaitAtOnce() {
        assertThat(failure(task(server.analyse("cart", Ce.TaskStatus.FAILED))))
                .contains("which analyses cart, failed: Unrecoverable indexation failures: 1 errors among 5 requests;");
        assertThat(failure(task(server.analyse("cart", Ce.TaskStatus.CANCELED))))
                .contains("which analyses cart, was cancelled; look at the background tasks");
    }

    @Test
    @Scenario("project unknown")
    void whatTheServerDoesNotKnowIsNamed() {
        assertThat(failure(project("nobody")))
                .isEqualTo("SonarQube knows no project nobody that its account may see; check the names, and that it"
                        + " was analysed at least once (it says: Component key 'nobody' not found)");
        server.stands("cart", Status.OK);
        assertThat(failure(new Analysis("cart", Optional.of("gone"), Optional.empty(), Optional.empty())))
                .startsWith("SonarQube knows no branch gone of cart that its account may see");
        assertThat(failure(task("AX-other")))
                .startsWith("SonarQube knows no task AX-other: it was deleted, or it is another server's");
        assertThat(failure(new Analysis(
                        "shop",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(server.analyse("cart", "", "", Status.OK)))))
                .isEqualTo("task AX-task-1 of SonarQube analyses project 'cart', not 'shop'");
    }

    @Test
    void anAccountWithoutPermissionIsToldWhichItNeeds() {
        server.stands("cart", Status.OK);
        server.faults().forbid(1);
        assertThat(failure(project("cart")))
                .contains("403 Insufficient privileges")
                .endsWith("'Browse' on the project, and 'Execute Analysis' to see its tasks");
    }

    @Test
    void aTokenIsSentAsUserWithoutPasswordAndNeverSaid() {
        server.stands("cart", Status.OK);
        server.with("squ_secret");
        login = new Login.Bearer("squ_secret");
        assertThat(gate(project("cart")).gate().status()).isEqualTo(Gate.Status.OK);
        login = new Login.Bearer("squ_wrong");
        assertThat(failure(project("cart")))
                .contains("SonarQube: read its version: 401")
                .contains("check the credentials")
                .doesNotContain("squ_wrong");
    }

    @Test
    @Scenario("SonarQube server too old")
    void aServerThatIsTooOldSaysSo() {
        server.faults().version("8.9.10.61524");
        assertThat(failure(project("cart")))
                .isEqualTo("SonarQube at https://sonar.example has version 8.9.10.61524, which is too old: 9.9 or newer"
                        + " is needed");
        server.faults().version("<html>welcome</html>");
        assertThat(failure(project("cart"))).contains("does not answer as SonarQube does");
    }

    @Test
    void aServerInMaintenanceIsAskedAgainLater() {
        server.stands("cart", Status.OK);
        server.faults().down(true);
        time.after(Duration.ofMinutes(10), () -> server.faults().down(false));
        assertThat(gate(project("cart")).gate().status()).isEqualTo(Gate.Status.OK);
        assertThat(log).anyMatch(line -> line.contains("503 SonarQube is under maintenance"));
        assertThat(time.elapsed()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
    }

    @Test
    void aDeliveryCutsTheWaitShortButIsNotBelieved() {
        String id = server.analyse("cart", "", "", Status.ERROR);
        server.faults().stuck(true);
        CompletableFuture<GateReport> report = wait(task(id));
        time.advance(Duration.ofMinutes(20));
        server.faults().stuck(false);
        int before = server.faults().requests();
        assertThat(DeliveriesTest.deliver(deliveries, time.now(), "cart", id)).isEqualTo(Deliveries.Receipt.TAKEN);
        time.advance(Duration.ofSeconds(1));
        assertThat(report.join().gate().status()).isEqualTo(Gate.Status.ERROR);
        assertThat(server.faults().requests() - before).isEqualTo(2);
    }

    @Test
    void cancellingEndsEverything() {
        String id = server.analyse("cart", "", "", Status.OK);
        CompletableFuture<GateReport> report = wait(task(id));
        time.advance(Duration.ofSeconds(3));
        report.cancel(false);
        time.advance(Duration.ofSeconds(3));
        assertThat(deliveries.listening()).isZero();
        assertThat(time.next()).isEmpty();
    }

    @Test
    void aThousandWaitsHoldNoThread() {
        OwnThreads.run("who waits for gates", this::waitAThousandTimes);
    }

    private void waitAThousandTimes(ThreadGroup waiting) {
        server.faults().stuck(true);
        int threads = waiting.activeCount();
        List<CompletableFuture<GateReport>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(wait(task(server.analyse("p" + i, "", "", Status.OK))));
        }
        time.advance(Duration.ofMinutes(2));
        System.out.println(
                "1,000 gates waited for: " + (waiting.activeCount() - threads) + " threads more than before");
        assertThat(waiting.activeCount()).isEqualTo(threads);
        server.faults().stuck(false);
        time.advance(Duration.ofMinutes(5));
        assertThat(all).allMatch(CompletableFuture::isDone);
    }
}
