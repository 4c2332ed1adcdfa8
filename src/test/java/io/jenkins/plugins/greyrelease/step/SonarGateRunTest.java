package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInSonar;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.sonar.Deliveries;
import io.jenkins.plugins.greyrelease.sonar.Sonar;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse;

class SonarGateRunTest {
    private static final String URL = "https://sonar.example";

    private final VirtualTime time = new VirtualTime();
    private final StandInSonar server = new StandInSonar(time);
    private final FakeHost host = new FakeHost(new Fleet(List.of()), time);
    private ErrandWork work;

    SonarGateRunTest() {
        PatientClient client =
                new PatientClient(new Sites(time).with(URL, server::handle), time, host.ids(), Patience.USUAL);
        host.services = new Services(
                Optional.of(new Sonar(URL, Login.Anonymous::new, client, new Deliveries(time), host.ids())),
                Optional.empty());
    }

    private CompletableFuture<StepOutcome> start(Map<String, Object> arguments) {
        work = new ErrandWork(
                SonarGateArgs.from(arguments), host, (namespace, clusters) -> List.of("no releases here"));
        return work.start();
    }

    private StepOutcome run(Map<String, Object> arguments) {
        CompletableFuture<StepOutcome> outcome = start(arguments);
        time.runUntil(outcome::isDone, time.elapsed().plus(Duration.ofHours(2)));
        return outcome.join();
    }

    private String failing() {
        return server.analyse(
                "cart",
                "",
                "",
                ProjectStatusResponse.Status.ERROR,
                StandInSonar.condition("new_coverage", ProjectStatusResponse.Status.ERROR, "61.5", "80"));
    }

    @Test
    void aPassedGateIsReturned() {
        server.analyse("cart", "", "", ProjectStatusResponse.Status.OK);
        StepOutcome outcome = run(Map.of("project", "cart"));
        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(outcome.result())
                .isEqualTo(Map.of(
                        "status", "OK",
                        "project", "cart",
                        "url", "https://sonar.example/dashboard?id=cart",
                        "failed", List.of()));
    }

    @Test
    void aGateThatIsNotPassedFailsWithItsConditions() {
        StepOutcome outcome = run(Map.of("task", failing()));
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message())
                .isEqualTo("the quality gate of cart: ERROR\n  new_coverage is 61.5, less than 80\n"
                        + "https://sonar.example/dashboard?id=cart");
    }

    @Test
    void thePipelineMayDecideByItself() {
        StepOutcome outcome = run(Map.of("task", failing(), "onFailure", "continue"));
        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(outcome.result())
                .containsEntry("status", "ERROR")
                .containsEntry("analysis", "analysis-of-AX-task-1")
                .containsEntry(
                        "failed",
                        List.of(Map.of(
                                "metric", "new_coverage",
                                "status", "ERROR",
                                "comparator", "LT",
                                "actual", "61.5",
                                "threshold", "80")));
        assertThat(run(Map.of("task", failing(), "onFailure", "unstable")).status())
                .isEqualTo(Status.UNSTABLE);
    }

    @Test
    void whatTheScannerLeftBehindIsFoundWhereScannersLeaveIt() {
        String id = server.analyse("cart", "", "", ProjectStatusResponse.Status.OK);
        String report = "projectKey=cart\nserverUrl=https\\://sonar.example\nceTaskId=" + id + "\n";
        host.files.put("build/sonar/report-task.txt", report);
        assertThat(run(Map.of()).result()).containsEntry("task", id);
        assertThat(host.log)
                .contains("sonarGate: build/sonar/report-task.txt names task " + id
                        + " of cart, sent to https://sonar.example");
        host.files.put("ci/report-task.txt", report);
        assertThat(run(Map.of("task", "ci/report-task.txt")).result()).containsEntry("task", id);
        host.files.put("empty.txt", "nothing=here");
        assertThat(run(Map.of("task", "empty.txt")).message()).startsWith("empty.txt names no task (ceTaskId)");
    }

    @Test
    void withNothingNamedAndNothingLeftBehindItSaysWhatToGive() {
        StepOutcome outcome = run(Map.of());
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message())
                .startsWith("neither a project nor a task is named, and no scanner has left its report in the workspace"
                        + " (target/sonar/report-task.txt,")
                .endsWith("give 'project', or 'task' with the path of the report");
    }

    @Test
    void withoutAServerItIsRefused() {
        host.services = Services.NONE;
        StepOutcome outcome = run(Map.of("project", "cart"));
        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.message()).startsWith("no SonarQube is configured").contains("fleet.yaml");
    }

    @Test
    void aRestartDoesNotGiveTheGateMoreTime() {
        server.faults().stuck(true);
        Map<String, Object> arguments = Map.of("task", failing(), "timeout", "30m");
        start(arguments);
        time.advance(Duration.ofMinutes(20));
        CompletableFuture<StepOutcome> again = start(arguments);
        time.advance(Duration.ofMinutes(9));
        assertThat(again).isNotDone();
        time.advance(Duration.ofMinutes(2));
        assertThat(again.join().message()).contains("no quality gate of task AX-task-1 within 30m");
    }

    @Test
    void aGateThatCameWhileNobodyAskedCountsThoughItsTimeIsUp() {
        server.faults().stuck(true);
        Map<String, Object> arguments = Map.of("task", failing(), "onFailure", "continue", "timeout", "30m");
        start(arguments);
        time.advance(Duration.ofHours(2));
        server.faults().stuck(false);
        assertThat(run(arguments).result()).containsEntry("status", "ERROR");
    }

    @Test
    void itIsStoppedAtOnce() {
        server.faults().stuck(true);
        CompletableFuture<StepOutcome> outcome = start(Map.of("task", failing()));
        time.advance(Duration.ofSeconds(10));
        assertThat(work.status()).isEqualTo("waits for the quality gate of task AX-task-1: task AX-task-1 is PENDING");
        work.stop("Ann");
        assertThat(outcome.join().status()).isEqualTo(Status.ABORTED);
        time.advance(Duration.ofSeconds(1));
        assertThat(time.next()).isEmpty();
    }

    @Test
    void argumentsAreCheckedTogether() {
        assertThatThrownBy(() -> SonarGateArgs.from(Map.of(
                        "project", "no key", "branch", "a", "pullRequest", "1", "timeout", 0, "onFailure", "ignore")))
                .hasMessageContaining("sonarGate: 4 problems")
                .hasMessageContaining("project: 'no key': must be a project's key")
                .hasMessageContaining("pullRequest: '1': is of a branch of its own")
                .hasMessageContaining("timeout: 0: must be more than 0")
                .hasMessageContaining("onFailure: 'ignore'");
        assertThatThrownBy(() -> SonarGateArgs.from(Map.of("task", "AX1", "branch", "a")))
                .hasMessageContaining("the task knows what it analyses");
        assertThatThrownBy(() -> SonarGateArgs.from(Map.of("pullRequest", "1")))
                .hasMessageContaining("is only for a 'project', which is missing");
        assertThatThrownBy(() -> SonarGateArgs.from(Map.of("task", "what is this?")))
                .hasMessageContaining("must be a task's id, or the path of a report-task.txt");
    }
}
