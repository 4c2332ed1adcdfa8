package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.step.ReleaseRequest;
import io.jenkins.plugins.greyrelease.step.ReleaseRun;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One release as the controller knows it, from the moment a step asked for it to its end: its intent is on disk before
 * anything is changed, and it goes to its end whether the run still waits for it or not. Thread-safe.
 */
public final class Undertaking {
    /** How long until what cannot go on, such as for want of a cluster's configuration, is tried again. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final SavedUndertaking saved;
    private final StepSpec step;
    private final Setting setting;
    private final Attendance attendance = new Attendance();
    private final ReleaseHistory history;
    private volatile ReleaseRun run;
    private volatile String stuck = "";
    private boolean closing;

    Undertaking(SavedUndertaking saved, StepSpec step, Setting setting) {
        this.saved = saved;
        this.step = step;
        this.setting = setting;
        this.history = new ReleaseHistory(setting.scheduler(), setting.store().drawing(saved));
        outcome().ifPresent(attendance::ended);
    }

    /** Unique in the controller; letters and digits. */
    public String id() {
        return saved.id;
    }

    /** The run that asked for it, as {@code Run.getExternalizableId()}. */
    public String runId() {
        return saved.run;
    }

    /** The step's name. */
    public String step() {
        return saved.step;
    }

    /** The app. */
    public String app() {
        return saved.app;
    }

    /** The app's namespace. */
    public String namespace() {
        return saved.namespace;
    }

    /** The clusters by name, in order; before they are chosen, as the step names them. */
    public List<String> clusters() {
        synchronized (saved) {
            Object clusters = saved.givenArguments().get("clusters");
            return clusters instanceof List<?> list
                    ? list.stream().map(Object::toString).toList()
                    : clusters == null ? List.of() : List.of(clusters.toString());
        }
    }

    /** When the step asked for it. */
    public Instant begun() {
        return Instant.parse(saved.begun);
    }

    /** The release while this process carries it out; empty before that and after its end. */
    public Optional<Release> release() {
        ReleaseRun running = run;
        return outcome().isPresent() || running == null ? Optional.empty() : Optional.ofNullable(running.release());
    }

    /** What it looked like over time. */
    public ReleaseHistory history() {
        return history;
    }

    /** How it ended; empty while it has not. */
    public Optional<StepOutcome> outcome() {
        synchronized (saved) {
            return saved.ended == null ? Optional.empty() : Optional.of(outcomeOf(saved));
        }
    }

    static StepOutcome outcomeOf(SavedUndertaking saved) {
        return new StepOutcome(Status.valueOf(saved.status), saved.message, JsonMaps.read(saved.result));
    }

    /** Whether it has not ended and no run waits for it, nor will. */
    public boolean withoutRun() {
        return outcome().isEmpty() && attendance.forsaken();
    }

    /** What it does now, a line for each cluster. */
    public String status() {
        if (outcome().isPresent()) {
            return "ended";
        }
        return stuck.isEmpty() ? release().map(Release::status).orElse("reads what to release, and where") : stuck;
    }

    /**
     * Does what an operator asks.
     *
     * @param by who asks
     * @return what will come of it; fails with the reason why not
     */
    public CompletableFuture<String> command(Release.Command command, String by) {
        if (command == Release.Command.ABORT) {
            abort(by);
            return CompletableFuture.completedFuture("the release of " + app() + " is stopped as its onAbort says");
        }
        return release()
                .map(release -> release.command(command, by))
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("the release of " + app()
                        + (outcome().isPresent() ? " has ended" : " has not begun: try again in a moment"))));
    }

    Attendance attendance() {
        return attendance;
    }

    boolean asksTheSame(String runId, String stepName, String asked) {
        return saved.run.equals(runId) && saved.step.equals(stepName) && saved.asked.equals(asked);
    }

    /** Begins, or goes on after a restart. */
    void start() {
        CompletableFuture<ReleaseSpec> spec;
        try {
            spec = ReleaseRequest.of(step, saved.givenArguments()).spec(host());
        } catch (RuntimeException e) {
            spec = CompletableFuture.failedFuture(e);
        }
        spec.whenComplete((what, failure) -> setting.scheduler().execute(() -> {
            if (failure != null) {
                cannot(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else {
                release(what);
            }
        }));
    }

    /** Before the release has begun anywhere it ends here; after that, only a person can help. */
    private void cannot(Throwable failure) {
        String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (saved.release == null) {
            end(new StepOutcome(Status.REFUSED, why, Map.of()));
            return;
        }
        if (!why.equals(stuck)) {
            stuck = why;
            attendance.log("release " + saved.release + " of " + app() + " cannot go on, tried again every "
                    + AGAIN.toSeconds() + " s: " + why);
        }
        setting.scheduler().after(AGAIN, this::start);
    }

    private void release(ReleaseSpec spec) {
        stuck = "";
        List<String> problems = saved.release == null
                ? setting.rules().problems(saved.run, spec.namespace(), spec.clusters())
                : List.of();
        if (!problems.isEmpty()) {
            end(new StepOutcome(Status.REFUSED, String.join("\n", problems), Map.of()));
            return;
        }
        String by;
        synchronized (saved) {
            if (saved.abortedBy != null && saved.release == null) {
                by = saved.abortedBy;
            } else {
                by = null;
                Map<String, Object> fixed = new LinkedHashMap<>(saved.givenArguments());
                fixed.put("clusters", spec.clusters());
                saved.arguments = JsonMaps.write(fixed);
            }
        }
        if (by != null) {
            end(new StepOutcome(Status.ABORTED, "stopped by " + by + " before anything was changed", Map.of()));
            return;
        }
        save();
        ReleaseRun begins = new ReleaseRun(host(), spec, step.takesBlock());
        CompletableFuture<StepOutcome> outcome = begins.start();
        run = begins;
        outcome.whenComplete((end, failure) -> setting.scheduler()
                .execute(() -> released(
                        failure == null
                                ? end
                                : new StepOutcome(Status.FAILURE, "the release broke: " + failure, Map.of()))));
        if (saved.abortedBy != null) {
            begins.abort(saved.abortedBy);
        }
    }

    private void released(StepOutcome end) {
        synchronized (this) {
            if (closing) {
                return;
            }
        }
        boolean refusedInTheMiddle = end.status() == Status.REFUSED && saved.release != null;
        end(refusedInTheMiddle ? new StepOutcome(Status.OPEN, end.message(), end.result()) : end);
    }

    private void end(StepOutcome end) {
        synchronized (saved) {
            if (saved.ended != null) {
                return;
            }
            saved.ended = setting.scheduler().now().toString();
            saved.status = end.status().name();
            saved.message = end.message();
            saved.result = JsonMaps.write(end.result());
        }
        save();
        attendance.ended(end);
    }

    /** Stops it as {@code onAbort} says; harmless if somebody did before. Does not wait. */
    void abort(String by) {
        ReleaseRun running;
        synchronized (saved) {
            if (saved.abortedBy != null || saved.ended != null) {
                return;
            }
            saved.abortedBy = by;
            running = run;
        }
        setting.scheduler().execute(this::save);
        if (running != null) {
            running.abort(by);
        }
    }

    /** The run is gone: goes to its safe end without. */
    void forsake(String why) {
        if (outcome().isEmpty()) {
            attendance.leave(why);
            abort(why);
        }
    }

    /** The job has another name by now. */
    void renamed(String newRun) {
        synchronized (saved) {
            saved.run = newRun;
        }
        save();
    }

    /** The process is about to end: lets go, and leaves everything as it is on disk. */
    void letGo() {
        synchronized (this) {
            closing = true;
        }
        release().ifPresent(Release::detach);
    }

    private UndertakingHost host() {
        return new UndertakingHost(saved, setting, attendance, history);
    }

    void save() {
        synchronized (saved) {
            setting.store().save(saved);
        }
    }
}
