package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.sonar.Analysis;
import io.jenkins.plugins.greyrelease.sonar.Gate;
import io.jenkins.plugins.greyrelease.sonar.GateReport;
import io.jenkins.plugins.greyrelease.sonar.GateWait;
import io.jenkins.plugins.greyrelease.sonar.ReportTask;
import io.jenkins.plugins.greyrelease.sonar.Sonar;
import io.jenkins.plugins.greyrelease.sonar.SonarException;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * {@code sonarGate}: finds out which analysis is meant, waits for its gate, and says what it says.
 *
 * <p>Threads: as the host's.
 */
final class SonarGateRun implements ErrandRun {
    /** Where the scanners of Maven, Gradle, the command line and .NET leave their report. */
    private static final List<String> USUAL = List.of(
            "target/sonar/report-task.txt",
            "build/sonar/report-task.txt",
            ".scannerwork/report-task.txt",
            ".sonarqube/out/.sonar/report-task.txt");

    /** After a restart the gate may have come while nobody asked. */
    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    private final Host host;
    private final SonarGateArgs args;
    private final CompletableFuture<StepOutcome> outcome = new CompletableFuture<>();
    private volatile GateWait wait;
    private volatile CompletableFuture<GateReport> report;

    SonarGateRun(Host host, SonarGateArgs args) {
        this.host = host;
        this.args = args;
    }

    @Override
    public CompletableFuture<StepOutcome> start() {
        Optional<Sonar> sonar = host.services().sonarqube();
        if (sonar.isEmpty()) {
            outcome.complete(new StepOutcome(
                    Status.REFUSED,
                    "no SonarQube is configured; give its address and a token (" + Services.WHERE + ")",
                    Map.of()));
            return outcome;
        }
        analysis()
                .thenCompose(analysis -> waited(sonar.get(), analysis))
                .whenComplete((gate, failure) -> host.scheduler().execute(() -> {
                    if (failure == null) {
                        judge(gate);
                    } else {
                        fail(Failures.cause(failure));
                    }
                }));
        return outcome;
    }

    private CompletableFuture<Analysis> analysis() {
        if (args.report().isPresent()) {
            return read(args.report().get());
        }
        if (args.task().isEmpty() && args.project().isEmpty()) {
            return search(0);
        }
        return CompletableFuture.completedFuture(
                new Analysis(args.project().orElse(""), args.branch(), args.pullRequest(), args.task()));
    }

    private CompletableFuture<Analysis> read(String path) {
        return host.readFile(path).thenApply(text -> {
            ReportTask found = ReportTask.of(path, text);
            String project = args.project().or(found::project).orElse("");
            host.log("sonarGate: " + path + " names task " + found.task()
                    + (project.isEmpty() ? "" : " of " + project)
                    + found.server().map(server -> ", sent to " + server).orElse(""));
            return new Analysis(project, Optional.empty(), Optional.empty(), Optional.of(found.task()));
        });
    }

    private CompletableFuture<Analysis> search(int index) {
        if (index == USUAL.size()) {
            throw new SonarException("neither a project nor a task is named, and no scanner has left its report in the"
                    + " workspace (" + String.join(", ", USUAL) + "); give 'project', or 'task' with the path of the"
                    + " report");
        }
        return host.readFile(USUAL.get(index))
                .handle((text, failure) -> failure == null)
                .thenCompose(there -> there ? read(USUAL.get(index)) : search(index + 1));
    }

    private CompletableFuture<GateReport> waited(Sonar sonar, Analysis analysis) {
        Duration left = Until.left(host, args.timeout(), LAST_LOOK);
        GateWait begins = sonar.wait(analysis, args.timeout(), left, line -> host.log("sonarGate: " + line));
        CompletableFuture<GateReport> gate = begins.start();
        wait = begins;
        report = gate;
        if (outcome.isDone()) {
            gate.cancel(false);
        }
        return gate;
    }

    private void judge(GateReport found) {
        Gate gate = found.gate();
        String words = found.analysis().words() + ": " + gate.status()
                + gate.failed().stream().map(each -> "\n  " + each.words()).collect(Collectors.joining())
                + (gate.status() == Gate.Status.NONE ? ", it has no quality gate, or was never analysed" : "");
        host.log("sonarGate: quality gate of " + words + " " + found.dashboard());
        String message = "the quality gate of " + words + "\n" + found.dashboard();
        outcome.complete(new StepOutcome(status(gate), passed(gate) ? "" : message, result(found)));
    }

    private static boolean passed(Gate gate) {
        return gate.status() == Gate.Status.OK;
    }

    /** A warning is less than a failure. */
    private Status status(Gate gate) {
        if (passed(gate) || args.onFailure() == SonarGateArgs.OnFailure.CONTINUE) {
            return Status.SUCCESS;
        }
        boolean unstable = gate.status() == Gate.Status.WARN || args.onFailure() == SonarGateArgs.OnFailure.UNSTABLE;
        return unstable ? Status.UNSTABLE : Status.FAILURE;
    }

    private static Map<String, Object> result(GateReport found) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("status", found.gate().status().name());
        result.put("project", found.analysis().project());
        found.analysis().branch().ifPresent(name -> result.put("branch", name));
        found.analysis().pullRequest().ifPresent(key -> result.put("pullRequest", key));
        found.analysis().task().ifPresent(id -> result.put("task", id));
        found.analysisId().ifPresent(id -> result.put("analysis", id));
        result.put("url", found.dashboard());
        result.put(
                "failed",
                found.gate().failed().stream().map(SonarGateRun::condition).toList());
        return result;
    }

    private static Map<String, Object> condition(Gate.Condition condition) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("metric", condition.metric());
        map.put("status", condition.status().name());
        map.put("comparator", condition.comparator());
        map.put("actual", condition.actual());
        map.put("threshold", condition.threshold());
        return map;
    }

    /** What somebody could do something about has words of its own; anything else is a defect. */
    private void fail(Throwable cause) {
        if (cause instanceof SonarException || cause instanceof HttpFailure || cause.getMessage() != null) {
            outcome.complete(new StepOutcome(Status.FAILURE, cause.getMessage(), Map.of()));
        } else {
            outcome.completeExceptionally(cause);
        }
    }

    @Override
    public void stop(String by) {
        outcome.complete(new StepOutcome(Status.ABORTED, "stopped by " + by, Map.of()));
        CompletableFuture<GateReport> waiting = report;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    @Override
    public String status() {
        GateWait waiting = wait;
        return waiting == null ? "reads what the scanner left behind" : waiting.status();
    }
}
