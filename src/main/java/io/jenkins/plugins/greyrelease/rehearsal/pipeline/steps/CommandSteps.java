package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.List;
import java.util.stream.Stream;

/** {@code sh}, {@code bat} and their like: answered, never run. */
final class CommandSteps {

    private CommandSteps() {}

    static List<StepHandler> all() {
        return Stream.of("sh", "bat", "powershell", "pwsh")
                .<StepHandler>map(CommandSteps::command)
                .toList();
    }

    private static SimpleStep command(String name) {
        return new SimpleStep(
                step(name)
                        .sole("script", Type.STRING)
                        .optional("returnStdout", Type.BOOLEAN)
                        .optional("returnStatus", Type.BOOLEAN)
                        .optional("encoding", Type.STRING)
                        .optional("label", Type.STRING)
                        .needsNode(),
                CommandSteps::run);
    }

    private static void run(StepContext context, Args args) {
        String script = args.text("script", "").strip();
        script.lines().forEach(line -> context.log("+ " + line.strip()));
        Answer answer = context.answer(script);
        Scheduler.Timer timer = context.scheduler().after(answer.duration(), () -> finish(context, args, answer));
        context.onStop(why -> {
            timer.cancel();
            context.fail(why);
        });
    }

    private static void finish(StepContext context, Args args, Answer answer) {
        boolean quiet = args.flag("returnStdout", false);
        if (!quiet) {
            answer.output().lines().forEach(context::log);
        }
        if (args.flag("returnStatus", false)) {
            context.succeed(answer.exitCode());
        } else if (answer.exitCode() != 0) {
            context.fail(new StepFailure("script returned exit code " + answer.exitCode()));
        } else {
            context.succeed(quiet ? answer.output() : null);
        }
    }
}
