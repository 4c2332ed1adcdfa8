package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy.Safepoints;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Evidence;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Scope;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Tally;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * One line of execution: the script itself or one run of a block. It runs until a step is called, gives the
 * scheduler its turn, and goes on with the step's outcome. No JVM thread belongs to it.
 */
final class CpsThread implements BodyRun {

    static final String LET_GO = "let go without waiting for its end";

    private final Engine engine;
    private final Optional<StepRun> parent;
    private final Optional<String> item;
    private final Scope scope;
    private final Consumer<BodyResult> whenDone;
    private Continuable program;
    private StepRun step;
    private Interruption pending;
    private Tally tally = Tally.NONE;
    private boolean over;

    /**
     * @param parent the step whose block this runs; none for the script itself
     * @param item the listener's id of this run, if it is shown by itself
     */
    CpsThread(
            Engine engine,
            Optional<StepRun> parent,
            Optional<String> item,
            Scope scope,
            Consumer<BodyResult> whenDone) {
        this.engine = engine;
        this.parent = parent;
        this.item = item;
        this.scope = scope;
        this.whenDone = whenDone;
    }

    Scope scope() {
        return scope;
    }

    Optional<StepRun> parent() {
        return parent;
    }

    Optional<String> label() {
        return item;
    }

    /** Begins with code that either throws a CPS invocation, as transformed code does, or is done when it returns. */
    void start(Callable<Object> code) {
        engine.scheduler().execute(() -> {
            if (over) {
                return;
            }
            if (pending != null) {
                end(null, pending);
                return;
            }
            try {
                end(engine.inThread(this, code), null);
            } catch (CpsCallableInvocation call) {
                program = new Continuable(call.asBlock());
                slice(new Outcome(null, null));
            } catch (Exception | Error e) {
                end(null, e);
            }
        });
    }

    /** Goes on after a step, in an event of its own. */
    void resume(Outcome outcome) {
        step = null;
        engine.scheduler().execute(() -> slice(outcome));
    }

    private void slice(Outcome outcome) {
        if (over) {
            return;
        }
        Safepoints.reset();
        Outcome reached;
        try {
            reached = engine.inThread(this, () -> program.run0(outcome));
        } catch (Exception | Error e) {
            end(null, e);
            return;
        }
        if (!program.isResumable()) {
            end(reached.getNormal(), reached.getAbnormal());
        } else {
            step = new StepRun(engine, this, (StepCall) reached.getNormal(), position());
            step.begin(pending);
        }
    }

    private Position position() {
        return engine.places().innermost(program.getStackTrace()).orElse(engine.top());
    }

    /** Gives an exception that was made by Java code the place in the script where it surfaces. */
    void locate(Throwable failure) {
        boolean located = engine.places().of(failure).isPresent();
        if (!located && program != null) {
            failure.setStackTrace(program.getStackTrace().toArray(new StackTraceElement[0]));
        }
    }

    void count(Evidence evidence) {
        tally = tally.plus(evidence);
        parent.ifPresent(p -> p.thread().count(evidence));
    }

    Tally tally() {
        return tally;
    }

    @Override
    public void cancel(Interruption why) {
        if (over) {
            return;
        }
        if (step == null) {
            pending = why;
        } else {
            step.stop(why);
        }
    }

    @Override
    public void kill() {
        if (over) {
            return;
        }
        over = true;
        if (step != null) {
            step.kill();
        }
        item.ifPresent(i -> engine.listener().stepEnded(i, StepStatus.ABORTED, LET_GO));
    }

    private void end(Object value, Throwable failure) {
        over = true;
        whenDone.accept(new BodyResult(value, Optional.ofNullable(failure), tally));
    }
}
