package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import com.cloudbees.groovy.cps.Outcome;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Build;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Evidence;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Scope;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One call of a step. */
final class StepRun implements StepContext {

    private final Engine engine;
    private final CpsThread thread;
    private final StepCall call;
    private final Position position;
    private final String id;
    private final Set<CpsThread> bodies = new LinkedHashSet<>();
    private Evidence evidence;
    private Consumer<Interruption> stopHandler;
    private StepStatus status = StepStatus.SUCCESS;
    private String message = "";
    private boolean over;

    StepRun(Engine engine, CpsThread thread, StepCall call, Position position) {
        this.engine = engine;
        this.thread = thread;
        this.call = call;
        this.position = position;
        this.id = engine.nextId();
        this.evidence = spec().evidence();
    }

    CpsThread thread() {
        return thread;
    }

    private StepSpec spec() {
        return call.handler().spec();
    }

    /** Checks the arguments and starts the handler, or fails at once if an abort is due. */
    void begin(Interruption due) {
        try {
            Arguments arguments = read();
            engine.guard().step(scheduler().elapsed(), position);
            if (due != null) {
                throw due;
            }
            requireNode();
            call.handler().start(this, arguments.named(), arguments.body());
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** A step whose arguments are wrong has begun as well: it is the one that fails. */
    private Arguments read() {
        String label = "";
        try {
            Arguments arguments = Arguments.read(spec(), call.arguments(), position, engine::body);
            label = label(arguments.named());
            return arguments;
        } finally {
            engine.listener().stepStarted(id, parentId(), spec().name(), label, position);
        }
    }

    private void requireNode() {
        if (spec().onNode() && scope().node().isEmpty()) {
            throw new StepFailure(spec().name() + " needs a workspace: put it inside node { … }");
        }
    }

    private String parentId() {
        return thread.label().or(() -> thread.parent().map(StepRun::id)).orElse("");
    }

    private String label(Map<String, Object> args) {
        return spec().sole()
                .map(args::get)
                .filter(String.class::isInstance)
                .map(v -> Values.oneLine((String) v))
                .orElse("");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public Scope scope() {
        return thread.scope();
    }

    @Override
    public Map<String, String> env() {
        return scope().environment(build().variables());
    }

    @Override
    public Build build() {
        return engine.build();
    }

    @Override
    public Scheduler scheduler() {
        return engine.scheduler();
    }

    @Override
    public void log(String line) {
        engine.listener().log(id, line);
    }

    @Override
    public void succeed(Object value) {
        if (!over) {
            end();
            thread.resume(new Outcome(value, null));
        }
    }

    @Override
    public void fail(Throwable cause) {
        if (!over) {
            status = cause instanceof Interruption ? StepStatus.ABORTED : StepStatus.FAILURE;
            message = String.valueOf(cause.getMessage());
            thread.locate(cause);
            end();
            thread.resume(new Outcome(null, cause));
        }
    }

    private void end() {
        over = true;
        thread.count(evidence);
        new ArrayList<>(bodies).forEach(CpsThread::kill);
        engine.listener().stepEnded(id, status, message);
    }

    @Override
    public void mark(StepStatus newStatus, String why) {
        status = newStatus;
        message = why;
        enclosingStage().ifPresent(stage -> {
            stage.status = newStatus;
            stage.message = why;
        });
    }

    private Optional<StepRun> enclosingStage() {
        Optional<StepRun> around = thread.parent();
        while (around.isPresent() && !around.get().spec().name().equals("stage")) {
            around = around.get().thread.parent();
        }
        return around;
    }

    @Override
    public BodyRun run(Body body, Scope scope, String label, Consumer<BodyResult> whenDone) {
        Optional<String> item = label.isEmpty() ? Optional.empty() : Optional.of(engine.nextId());
        item.ifPresent(i -> engine.listener().stepStarted(i, id, spec().name(), label, body.position()));
        CpsThread[] made = new CpsThread[1];
        made[0] = new CpsThread(engine, Optional.of(this), item, scope, result -> {
            bodies.remove(made[0]);
            item.ifPresent(i -> endItem(i, result));
            done(whenDone, result);
        });
        bodies.add(made[0]);
        made[0].start(((CodeBody) body).code());
        return made[0];
    }

    private void endItem(String item, BodyResult result) {
        StepStatus how = result.failure().isEmpty()
                ? StepStatus.SUCCESS
                : result.aborted() ? StepStatus.ABORTED : StepStatus.FAILURE;
        engine.listener()
                .stepEnded(
                        item,
                        how,
                        result.failure()
                                .map(f -> String.valueOf(f.getMessage()))
                                .orElse(""));
    }

    private void done(Consumer<BodyResult> whenDone, BodyResult result) {
        try {
            if (!over) {
                whenDone.accept(result);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    @Override
    public void onStop(Consumer<Interruption> handler) {
        stopHandler = handler;
    }

    /** Aborts the innermost: our blocks if any is running, otherwise this step itself. */
    void stop(Interruption why) {
        if (over) {
            return;
        }
        if (!bodies.isEmpty()) {
            List<CpsThread> running = new ArrayList<>(bodies);
            Collections.reverse(running);
            running.forEach(body -> body.cancel(why));
        } else if (stopHandler != null) {
            stopHandler.accept(why);
        } else {
            fail(why);
        }
    }

    /** Never to be heard of again. */
    void kill() {
        if (!over) {
            over = true;
            new ArrayList<>(bodies).forEach(CpsThread::kill);
            engine.listener().stepEnded(id, StepStatus.ABORTED, CpsThread.LET_GO);
        }
    }

    @Override
    public void assumed() {
        evidence = Evidence.ASSUMED;
    }

    @Override
    public Answer answer(String text) {
        Answer answer = engine.answers().find(spec().name(), text);
        evidence = answer.assumed() ? Evidence.ASSUMED : Evidence.ANSWERED;
        engine.listener().assumed(new Assumption(id, spec().name(), text, position, answer));
        return answer;
    }
}
