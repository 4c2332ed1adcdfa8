package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code input}: asks the gate; no answer, no progress. */
record InputStep(InputGate gate) implements StepHandler {

    @Override
    public StepSpec spec() {
        return step("input")
                .sole("message", Type.STRING)
                .optional("id", Type.STRING)
                .optional("ok", Type.STRING)
                .optional("cancel", Type.STRING)
                .optional("submitter", Type.STRING)
                .optional("submitterParameter", Type.STRING)
                .optional("parameters", Type.LIST);
    }

    @Override
    public void start(StepContext context, Map<String, Object> values, Body body) {
        Args args = new Args(values, body);
        InputGate.Question question = new InputGate.Question(
                args.text("id", context.id()),
                args.text("message", ""),
                args.text("submitter", ""),
                ParameterDefinitions.defaults(args.list("parameters")),
                context.position());
        context.log(question.message());
        gate.ask(question, decision -> decided(context, args, decision));
    }

    private static void decided(StepContext context, Args args, InputGate.Decision decision) {
        String by = decision.by().orElse("somebody");
        if (!decision.proceed()) {
            context.fail(new Interruption(Result.ABORTED, "Rejected by " + by));
            return;
        }
        context.log("Approved by " + by);
        Map<String, Object> all = new LinkedHashMap<>(decision.values());
        args.text("submitterParameter").ifPresent(name -> all.put(name, by));
        context.succeed(
                all.isEmpty()
                        ? null
                        : all.size() == 1 ? List.copyOf(all.values()).get(0) : all);
    }
}
