package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Script;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.check.SourceCheck;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy.PipelineCompiler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.PipelineListener;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;

/**
 * A Jenkinsfile, compiled and checked, that can be run once. It runs as on Jenkins: in steps that give up control
 * while they wait.
 */
public final class Pipeline {

    private final Engine engine;
    private final Class<? extends Script> script;
    private boolean started;

    private Pipeline(Engine engine, Class<? extends Script> script) {
        this.engine = engine;
        this.script = script;
    }

    /**
     * Reads a Jenkinsfile.
     *
     * @param text Groovy, scripted or Declarative
     * @param name its name in messages
     * @param steps what it can call
     * @throws UsageError for a syntax error, an unknown step or parameter, as far as this shows without running
     */
    public static Pipeline load(String text, String name, StepRegistry steps, PipelineOptions options) {
        PipelineCompiler compiler = new PipelineCompiler(PipelineScript.class);
        Engine engine = new Engine(name, steps, options, compiler);
        compiler.addCheck(new SourceCheck(
                engine.steps(),
                PipelineScript.class,
                engine.libraries()::names,
                compiler.places()::shown,
                engine.libraries()::use));
        Class<? extends Script> script = compiler.compile(text, name);
        engine.libraries().loadUsed();
        return new Pipeline(engine, script);
    }

    /**
     * Begins the run; may be called once.
     *
     * @param scheduler where everything happens
     */
    public PipelineRun start(Scheduler scheduler, PipelineListener listener) {
        if (started) {
            throw new IllegalStateException("a Pipeline runs once: load it again");
        }
        started = true;
        engine.start(scheduler, listener, script);
        return engine;
    }
}
