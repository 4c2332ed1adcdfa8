package io.jenkins.plugins.greyrelease.sonar;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import io.jenkins.plugins.greyrelease.runtime.Scheduler.Timer;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sonarqube.ws.Ce;

/**
 * Waits for one gate: asks, lets time go by, asks again; a webhook cuts the time short. No thread is held in between.
 *
 * <p>Threads: {@link #start} is called once, the others from any thread. What happens, happens one after the other on the
 * scheduler's threads.
 */
public final class GateWait {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");
    /** The oldest server that answers as this client reads it: the last one with long-term support before 2025. */
    private static final int MAJOR = 9;

    private static final int MINOR = 9;

    private final Sonar sonar;
    private final Analysis analysis;
    private final Duration timeout;
    private final Duration left;
    private final Consumer<String> log;
    private final Serial serial;
    private final Backoff backoff;
    private final CompletableFuture<GateReport> report = new CompletableFuture<>();
    private Timer next;
    private boolean asking;
    private boolean news;
    private volatile String seen = "nothing is known yet";

    GateWait(Sonar sonar, Analysis analysis, Duration timeout, Duration left, Consumer<String> log) {
        this.sonar = sonar;
        this.analysis = analysis;
        this.timeout = timeout;
        this.left = left;
        this.log = log;
        this.serial = new Serial(sonar.scheduler(), report::completeExceptionally);
        this.backoff = new Backoff(sonar.ids(), FIRST, LONGEST);
    }

    /**
     * Begins.
     *
     * @return what the gate says; fails with {@link SonarException} or {@link HttpFailure}; cancelling it ends the wait
     */
    public CompletableFuture<GateReport> start() {
        Timer end = sonar.scheduler().after(left, () -> serial.execute(this::tooLate));
        Runnable deaf = sonar.deliveries().listen(analysis, () -> serial.execute(this::woken));
        report.whenComplete((gate, failure) -> {
            end.cancel();
            deaf.run();
            serial.execute(this::nextNever);
        });
        serial.execute(() -> ask(sonar.version().thenApply(this::known).thenCompose(known -> look())));
        return report;
    }

    /** What is waited for, in words. */
    public String status() {
        return "waits for the quality gate of " + analysis.words() + ": " + seen;
    }

    private Void known(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            throw new SonarException(
                    sonar.url() + " does not answer as SonarQube does; check the address that is configured for it");
        }
        int major = Integer.parseInt(numbers.group(1));
        if (major < MAJOR || major == MAJOR && Integer.parseInt(numbers.group(2)) < MINOR) {
            throw new SonarException("SonarQube at " + sonar.url() + " has version " + version + ", which is too old: "
                    + MAJOR + "." + MINOR + " or newer is needed");
        }
        return null;
    }

    private void ask(CompletableFuture<Optional<GateReport>> question) {
        asking = true;
        news = false;
        question.whenComplete((answer, failure) -> serial.execute(() -> {
            asking = false;
            if (!report.isDone()) {
                came(answer, failure);
            }
        }));
    }

    private void came(Optional<GateReport> answer, Throwable failure) {
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (!(cause instanceof HttpFailure http && http.passing())) {
                report.completeExceptionally(cause);
                return;
            }
            saw(cause.getMessage());
        } else if (answer.isPresent()) {
            report.complete(answer.get());
            return;
        }
        if (news) {
            ask(look());
        } else {
            next = sonar.scheduler().after(backoff.next(), () -> serial.execute(this::again));
        }
    }

    private void again() {
        if (!asking && !report.isDone()) {
            ask(look());
        }
    }

    private void woken() {
        news = true;
        nextNever();
        again();
    }

    private void nextNever() {
        if (next != null) {
            next.cancel();
        }
    }

    private void tooLate() {
        report.completeExceptionally(new SonarException("no quality gate of " + analysis.words() + " within "
                + Durations.shown(timeout) + ": " + seen + "; look at the background tasks of SonarQube, or give more"
                + " 'timeout'"));
    }

    private void saw(String now) {
        if (!now.equals(seen)) {
            seen = now;
            log.accept("quality gate of " + analysis.words() + ": " + now);
        }
    }

    /** One look at the server; empty: it is not ready. */
    private CompletableFuture<Optional<GateReport>> look() {
        return analysis.task().isPresent() ? lookAtTask(analysis.task().get()) : lookAtQueue();
    }

    private CompletableFuture<Optional<GateReport>> lookAtTask(String id) {
        return known(sonar.task(id), "no task " + id + ": it was deleted, or it is another server's")
                .thenCompose(task -> {
                    if (!analysis.project().isEmpty() && !analysis.project().equals(task.getComponentKey())) {
                        throw new SonarException("task " + id + " of SonarQube analyses project '"
                                + task.getComponentKey() + "', not '" + analysis.project() + "'");
                    }
                    return ended(task) ? gateOf(task) : CompletableFuture.completedFuture(Optional.empty());
                });
    }

    private boolean ended(Ce.Task task) {
        saw("task " + task.getId() + " is " + task.getStatus());
        if (task.getStatus() == Ce.TaskStatus.FAILED || task.getStatus() == Ce.TaskStatus.CANCELED) {
            String how = task.getStatus() == Ce.TaskStatus.FAILED ? "failed" : "was cancelled";
            throw new SonarException("task " + task.getId() + " of SonarQube, which analyses " + task.getComponentKey()
                    + ", " + how
                    + (task.getErrorMessage().isEmpty() ? "" : ": " + line(task.getErrorMessage()))
                    + "; look at the background tasks of the project and analyse again");
        }
        return task.getStatus() == Ce.TaskStatus.SUCCESS;
    }

    private static String line(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    private CompletableFuture<Optional<GateReport>> gateOf(Ce.Task task) {
        Analysis what = new Analysis(
                task.getComponentKey(),
                Optional.of(task.getBranch()).filter(name -> !name.isEmpty() && !task.hasPullRequest()),
                Optional.of(task.getPullRequest()).filter(key -> !key.isEmpty()),
                Optional.of(task.getId()));
        Optional<String> id = Optional.of(task.getAnalysisId()).filter(text -> !text.isEmpty());
        CompletableFuture<Gate> gate = id.map(sonar::gate).orElseGet(() -> sonar.gate(what));
        return known(gate, "no analysis of " + what.words() + " any more")
                .thenApply(found -> Optional.of(new GateReport(found, what, id, sonar.dashboard(what))));
    }

    private CompletableFuture<Optional<GateReport>> lookAtQueue() {
        String unknown = "no " + (analysis.words().equals(analysis.project()) ? "project " : "") + analysis.words()
                + " that its account may see; check the names, and that it was analysed at least once";
        return known(sonar.queue(analysis.project()), unknown).thenCompose(queue -> {
            List<Ce.Task> mine = queue.stream().filter(this::maybeMine).toList();
            if (!mine.isEmpty()) {
                saw("task " + mine.get(0).getId() + " is " + mine.get(0).getStatus());
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return known(sonar.gate(analysis), unknown)
                    .thenApply(found ->
                            Optional.of(new GateReport(found, analysis, Optional.empty(), sonar.dashboard(analysis))));
        });
    }

    /**
     * Whether a task may be of this branch. Those of the main branch often do not say which one they are of; waiting once
     * too often does no harm, an old gate would.
     */
    private boolean maybeMine(Ce.Task task) {
        if (!task.getType().isEmpty() && !task.getType().equals("REPORT")) {
            return false;
        }
        if (analysis.pullRequest().isPresent() || task.hasPullRequest()) {
            return analysis.pullRequest().equals(Optional.of(task.getPullRequest()));
        }
        return analysis.branch().isEmpty()
                || task.getBranch().isEmpty()
                || analysis.branch().get().equals(task.getBranch());
    }

    /** With better words for what the server does not know, or does not show. */
    private static <T> CompletableFuture<T> known(CompletableFuture<T> answer, String unknown) {
        return answer.exceptionally(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof HttpFailure http && http.reason() == Reason.NOT_FOUND) {
                throw new SonarException("SonarQube knows " + unknown + " (it says: " + http.answer() + ")", http);
            } else if (cause instanceof HttpFailure http && http.reason() == Reason.FORBIDDEN) {
                throw new SonarException(
                        http.getMessage() + ": 'Browse' on the project, and 'Execute Analysis' to see its tasks", http);
            }
            throw new CompletionException(cause);
        });
    }
}
