package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.check.Hidden;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Symbols;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Steps whose effect lies outside of the rehearsal: answered, never carried out. */
final class OutsideSteps {

    private OutsideSteps() {}

    static List<StepHandler> all() {
        return List.of(
                new SimpleStep(
                        step("checkout").sole("scm", Type.ANY).anyParameters().needsNode(), OutsideSteps::checkout),
                answered(step("git")
                        .soleOptional("url", Type.STRING)
                        .anyParameters()
                        .needsNode()),
                answered(step("junit").soleOptional("testResults", Type.STRING).anyParameters()),
                answered(step("archiveArtifacts")
                        .soleOptional("artifacts", Type.STRING)
                        .anyParameters()
                        .needsNode()),
                answered(step("build").sole("job", Type.STRING).anyParameters()),
                answered(step("httpRequest").soleOptional("url", Type.STRING).anyParameters()),
                answered(step(Hidden.DOCKER).sole("command", Type.STRING).needsNode()),
                answered(step("mail").anyParameters()),
                answered(step("emailext").anyParameters()),
                answered(step("slackSend").soleOptional("message", Type.STRING).anyParameters()),
                answered(step("publishHTML").soleOptional("target", Type.ANY).anyParameters()));
    }

    private static SimpleStep answered(StepSpec spec) {
        return new SimpleStep(spec, (context, args) -> ask(context, text(spec, args)));
    }

    /** The files are those of the folder that is rehearsed; any other source is an outside effect. */
    private static void checkout(StepContext context, Args args) {
        boolean own = args.values().get("scm") instanceof Map<?, ?> m && "scm".equals(m.get(Symbols.KIND));
        if (own) {
            context.log("checkout scm: the files are those of the rehearsed folder");
            context.succeed(Map.of());
        } else {
            ask(context, args.values().toString());
        }
    }

    private static String text(StepSpec spec, Args args) {
        return spec.sole()
                .filter(sole -> args.values().size() == 1 && args.values().containsKey(sole))
                .map(sole -> args.text(sole, ""))
                .orElseGet(() -> args.values().entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static void ask(StepContext context, String text) {
        Answer answer = context.answer(text);
        Scheduler.Timer timer = context.scheduler().after(answer.duration(), () -> finish(context, answer));
        context.onStop(why -> {
            timer.cancel();
            context.fail(why);
        });
    }

    private static void finish(StepContext context, Answer answer) {
        answer.output().lines().forEach(context::log);
        if (answer.exitCode() == 0) {
            context.succeed(answer.value());
        } else {
            context.fail(new StepFailure(answer.output().isBlank() ? "failed, says the answer" : answer.output()));
        }
    }
}
