package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.flow.GreySteps;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.Pipeline;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.runtime.SerialScheduler;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;

/** Carries a Jenkinsfile out on real clusters: everything is checked first that can be, then it runs to its end. */
final class FileRun {
    private static final long LET_GO_SECONDS = 10;

    private final CommandSpec spec;
    private final FileOptions file;
    private final LiveSession session;
    private final RunLog log;
    private final PrintWriter err;
    private final SerialScheduler pipeline;
    private final CompletableFuture<PipelineOutcome> end = new CompletableFuture<>();
    private final Begun begun = new Begun();
    private final String text;
    private final Path directory;
    private final ShellStep shell;
    private final Leaving leaving = new Leaving(Leaving.SIGNAL);
    private final StepRegistry steps;

    /**
     * Checks the file; nothing runs yet.
     *
     * @param yes whether questions are answered with yes, unasked
     * @throws UsageError if it is wrong in itself, or calls what cannot be done from here
     * @throws BadArgumentsException for wrong arguments of its steps, or of the command
     */
    FileRun(CommandSpec spec, FileOptions file, LiveSession session, boolean yes) throws IOException {
        this.spec = spec;
        this.file = file;
        this.session = session;
        this.err = spec.commandLine().getErr();
        text = file.text();
        directory = file.directory();
        pipeline = new SerialScheduler(session.scheduler(), end::completeExceptionally);
        log = new RunLog(spec.commandLine().getOut(), pipeline);
        ApprovalLimits approval = new ApprovalLimits(session.person(), yes);
        FileSteps checked = new FileSteps(file.skipped(), yes || System.console() != null);
        DryRun.check(text, file.name(), checked, file.surroundings(Workspace.over(directory)), approval);
        shell = checked.shell();
        FileHost.Around around = new FileHost.Around(session, pipeline, session.rollouts(), gate(yes), approval, begun);
        steps = checked.withGrey(GreySteps.addTo(
                checked.registry(around.gate()), (step, context, body) -> new FileHost(around, step, context, body)));
    }

    private InputGate gate(boolean yes) {
        return yes
                ? (question, answer) -> {
                    log.say(question.message() + ": yes, says --yes");
                    answer.accept(InputGate.Decision.yes(session.person(), question.defaults()));
                }
                : new Terminal(System.in, log::say, session.person(), pipeline, leaving);
    }

    /** Runs it to its end, or until Ctrl-C. */
    int run() throws IOException {
        log.say(file.name() + " runs for real: commands on this machine, in " + directory
                + ", whatever agent they are for");
        if (!file.skipped().isEmpty()) {
            log.say("left out, as --skip says: " + String.join(", ", file.skipped()));
        }
        Pipeline loaded = Pipeline.load(text, file.name(), steps, file.surroundings(Workspace.real(directory)));
        pipeline.execute(() -> loaded.start(pipeline, log).done().thenAccept(end::complete));
        try {
            PipelineOutcome outcome = LiveSession.await(end);
            awaitReleases();
            session.ended(outcome.result() == Result.SUCCESS, outcome.result().name());
            return told(outcome);
        } catch (InterruptedException e) {
            letGo();
            return ExitCodes.ABORTED;
        } catch (CompletionException e) {
            letGo();
            throw e;
        }
    }

    /** A timeout gives up on a step that takes long to stop; its release goes on to its safe end all the same. */
    private void awaitReleases() throws InterruptedException {
        for (Begun.Driven each : begun.driven()) {
            if (!each.release().result().isDone()) {
                log.say("the release of " + each.app() + " goes on without its step: waiting for its end");
            }
            if (LiveSession.await(each.release().result()).outcome() == ReleaseResult.Outcome.OPEN) {
                begun.leftOpen(each.app());
            }
        }
    }

    private int told(PipelineOutcome outcome) {
        List<String> open = begun.open();
        open.forEach(app -> err.println("grey: the release of " + app + " has not ended. Go on with: " + again(app)));
        boolean refused = !begun.changed()
                && outcome.failure().filter(failure -> refuses(failure.cause())).isPresent();
        if (refused) {
            err.println("grey: nothing was changed in any cluster: "
                    + outcome.failure().orElseThrow().message());
        }
        err.flush();
        if (!open.isEmpty()) {
            return ExitCodes.OPEN;
        }
        return refused ? ExitCodes.BAD_INPUT : code(outcome.result());
    }

    private static int code(Result result) {
        return switch (result) {
            case SUCCESS -> ExitCodes.OK;
            case ABORTED -> ExitCodes.ABORTED;
            default -> ExitCodes.FAILED;
        };
    }

    private static boolean refuses(Throwable cause) {
        return cause instanceof UsageError
                || cause instanceof BadArgumentsException
                || cause instanceof RefusedException;
    }

    /** Nothing of the pipeline runs any more, and the clusters keep what they have. */
    private void letGo() {
        leaving.now();
        pipeline.stop();
        shell.stop();
        List<Begun.Driven> driven = begun.driven();
        CompletableFuture<?>[] given =
                driven.stream().map(each -> each.release().detach()).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(given).get(LET_GO_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            err.println("grey: a lease could not be given back; whoever goes on waits until that expires");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.ended(false, "stopped");
        err.println("grey: stopped; nothing more of " + file.name() + " runs");
        driven.forEach(each -> err.println(
                "grey: the release of " + each.app() + " is left as it is. Go on with: " + again(each.app())));
        err.flush();
    }

    private String again(String app) {
        return Again.resumeAlone(spec, app) + " (the release alone), or run " + file.name()
                + " again: from its beginning, and what is under way is taken up";
    }
}
