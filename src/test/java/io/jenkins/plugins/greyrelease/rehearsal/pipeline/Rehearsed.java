package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.PipelineListener;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps.CommonSteps;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a Jenkinsfile in virtual time and keeps what happened. */
final class Rehearsed implements PipelineListener {

    final VirtualTime time = new VirtualTime();
    final List<String> log = new ArrayList<>();
    final List<String> steps = new ArrayList<>();
    final List<String> ends = new ArrayList<>();
    final List<Assumption> assumptions = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private PipelineOptions options = PipelineOptions.defaults();
    private InputGate gate = InputGate.ALWAYS;
    private StepRegistry extra = StepRegistry.empty();
    private PipelineRun run;

    Rehearsed with(PipelineOptions newOptions) {
        options = newOptions;
        return this;
    }

    Rehearsed gate(InputGate newGate) {
        gate = newGate;
        return this;
    }

    /** Adds a step. */
    Rehearsed step(StepSpec spec, Work work) {
        extra = extra.with(new StepHandler() {
            @Override
            public StepSpec spec() {
                return spec;
            }

            @Override
            public void start(StepContext context, Map<String, Object> args, Body body) {
                work.start(context, args, body);
            }
        });
        return this;
    }

    interface Work {
        void start(StepContext context, Map<String, Object> args, Body body);
    }

    private StepRegistry registry() {
        StepRegistry all = CommonSteps.registry((question, answer) -> {
            asked.add(question.message());
            gate.ask(question, answer);
        });
        for (String name : extra.names()) {
            all = all.with(extra.find(name).orElseThrow());
        }
        return all;
    }

    Rehearsed start(String jenkinsfile) {
        run = Pipeline.load(jenkinsfile, "Jenkinsfile", registry(), options).start(time, this);
        return this;
    }

    PipelineRun running() {
        return run;
    }

    /** Runs to the end, at most a virtual year. */
    Rehearsed run(String jenkinsfile) {
        start(jenkinsfile);
        time.runUntil(() -> run.done().isDone(), Duration.ofDays(365));
        return this;
    }

    PipelineOutcome outcome() {
        return run.done().getNow(null);
    }

    Result result() {
        return outcome().result();
    }

    String failure() {
        return outcome().failure().map(PipelineOutcome.Failure::message).orElse("");
    }

    @Override
    public void stepStarted(String id, String parentId, String name, String label, Position position) {
        String shown = label.isEmpty() ? name : name + "(" + label + ")";
        names.put(id, shown);
        steps.add((parentId.isEmpty() ? "" : names.get(parentId) + " > ") + shown + " @" + position.line() + ":"
                + position.column());
    }

    @Override
    public void stepEnded(String id, StepStatus status, String message) {
        ends.add(names.get(id) + " " + status + (message.isEmpty() ? "" : " " + message));
    }

    @Override
    public void log(String stepId, String line) {
        log.add(line);
    }

    @Override
    public void assumed(Assumption assumption) {
        assumptions.add(assumption);
    }
}
