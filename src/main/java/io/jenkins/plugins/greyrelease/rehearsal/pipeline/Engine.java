package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Closure;
import groovy.lang.Script;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy.PipelineCompiler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy.Places;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answers;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Build;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.PipelineListener;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Scope;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.codehaus.groovy.runtime.InvokerHelper;

/** One run: what its threads and steps share. */
final class Engine implements PipelineRun {

    private final String name;
    private final StepRegistry steps;
    private final PipelineOptions options;
    private final PipelineCompiler compiler;
    private final Libraries libraries;
    private final Map<String, Script> instances = new TreeMap<>();
    private final Build build;
    private final CompletableFuture<PipelineOutcome> done = new CompletableFuture<>();
    private Scheduler scheduler;
    private PipelineListener listener;
    private CpsThread main;
    private CpsThread current;
    private final InstantGuard guard = new InstantGuard();
    private int ids;

    Engine(String name, StepRegistry steps, PipelineOptions options, PipelineCompiler compiler) {
        this.name = name;
        this.steps = CodeSteps.addTo(steps, this);
        this.options = options;
        this.compiler = compiler;
        this.libraries = new Libraries(options.libraries(), compiler);
        this.build = new Build(options.workspace(), options.previous());
    }

    void start(Scheduler on, PipelineListener told, Class<? extends Script> type) {
        scheduler = on;
        listener = told;
        build.variables().putAll(Globals.variables(name, build));
        build.variables().putAll(options.environment());
        options.parameters().forEach(build::defaultParameter);
        main = new CpsThread(this, Optional.empty(), Optional.empty(), Scope.TOP, this::finish);
        main.start(() -> script(type).run());
    }

    /** A fresh instance of a compiled script, with the globals in reach. */
    Script script(Class<? extends Script> type) {
        return InvokerHelper.createScript(type, new Globals(this));
    }

    /** The one instance of a global that is a script: of a shared library, or {@code docker}. */
    Optional<Script> libraryGlobal(String global) {
        Optional<Class<? extends Script>> type = libraries
                .variable(global)
                .or(() -> global.equals("docker") ? Optional.of(OwnScripts.DOCKER) : Optional.empty());
        return type.map(t -> instances.computeIfAbsent(global, g -> script(t)));
    }

    /** Runs the model of a Declarative Pipeline; throws a CPS invocation as all Pipeline code does. */
    Object declarative(Object model) {
        Script run = script(OwnScripts.DECLARATIVE);
        run.getBinding().setVariable("build", build);
        return InvokerHelper.invokeMethod(run, "execute", model);
    }

    private void finish(BodyResult end) {
        end.failure().ifPresent(failure -> {
            Result worst = failure instanceof Interruption abort ? abort.getResult() : Result.FAILURE;
            build.worsen(worst);
        });
        Optional<PipelineOutcome.Failure> failure =
                end.failure().map(cause -> new PipelineOutcome.Failure(cause, place(cause)));
        failure.ifPresent(f -> listener.log("", f.message()));
        Result result = build.result().orElse(Result.SUCCESS);
        listener.log("", "Finished: " + result);
        done.complete(new PipelineOutcome(result, failure, build, end.tally()));
    }

    private Optional<Position> place(Throwable cause) {
        return cause instanceof UsageError wrong ? Optional.of(wrong.position()) : places().of(cause);
    }

    /** Runs code of a thread, so that globals know for whom. */
    <T> T inThread(CpsThread thread, Callable<T> code) throws Exception {
        CpsThread before = current;
        current = thread;
        try {
            return code.call();
        } finally {
            current = before;
        }
    }

    /** The environment where the script is now. */
    Map<String, String> env() {
        Scope scope = current == null ? Scope.TOP : current.scope();
        return scope.environment(build.variables());
    }

    Body body(Closure<?> closure) {
        return new CodeBody(closure::call, top());
    }

    InstantGuard guard() {
        return guard;
    }

    String nextId() {
        return String.valueOf(++ids);
    }

    Position top() {
        return new Position(name, 0, 0);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    PipelineListener listener() {
        return listener;
    }

    Build build() {
        return build;
    }

    StepRegistry steps() {
        return steps;
    }

    PipelineOptions options() {
        return options;
    }

    Answers answers() {
        return options.answers();
    }

    Places places() {
        return compiler.places();
    }

    Libraries libraries() {
        return libraries;
    }

    PipelineCompiler compiler() {
        return compiler;
    }

    @Override
    public CompletableFuture<PipelineOutcome> done() {
        return done;
    }

    @Override
    public void abort(String reason) {
        main.cancel(new Interruption(Result.ABORTED, reason));
    }
}
