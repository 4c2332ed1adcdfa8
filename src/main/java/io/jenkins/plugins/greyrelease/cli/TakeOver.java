package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rollout.Asking;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import io.jenkins.plugins.greyrelease.rollout.UnderWay;
import io.jenkins.plugins.greyrelease.step.ReleaseRun;
import io.jenkins.plugins.greyrelease.step.RollbackArgs;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;

/** Goes on with a release that nobody drives; the order that was left in the cluster is obeyed by this very process. */
final class TakeOver {
    private final OrderCommand command;
    private final LiveSession session;
    private final UnderWay now;
    private final PrintWriter out;
    private final PrintWriter err;

    TakeOver(OrderCommand command, LiveSession session, UnderWay now) {
        this.command = command;
        this.session = session;
        this.now = now;
        this.out = command.spec().commandLine().getOut();
        this.err = command.spec().commandLine().getErr();
    }

    int drive(Asking asking) throws InterruptedException {
        boolean back = command.order() == Command.ROLL_BACK_NOW || command.order() == Command.ABORT;
        Optional<ReleaseSpec> request = now.request();
        String release =
                "release " + now.releases().get(0) + " of " + command.app().whole();
        if (request.isEmpty() && !back) {
            return refused(
                    asking,
                    "nobody drives " + release + ", and its record does not tell what was asked for. Run it again as it"
                            + " was (grey run with the same arguments), or roll it back");
        }
        if (command.order() == Command.RESUME && !command.check().said()) {
            return refused(
                    asking,
                    "nobody drives " + release + ", so this command would. The clusters do not tell what follows each"
                            + " batch: say --check COMMAND, --ask or --no-check");
        }
        if (command.order() == Command.RESUME && now.paused().isEmpty()) {
            // it does not stand still: going on is all that is asked
            LiveSession.await(asking.withdraw());
        }
        out.println("nobody drives " + release + ": this command does");
        out.flush();
        BatchCheck after = new BatchCheck(command.check(), System.in, session.person());
        LiveHost host = new LiveHost(session, begin(request.isPresent()), after, out);
        ReleaseSpec spec = request.orElseGet(this::unknown);
        if (command.order() == Command.PAUSE) {
            return pause(host, spec);
        }
        return new Attendance(
                        host,
                        out,
                        err,
                        Again.resume(command.spec(), command.app().whole()))
                .drive(spec, after.any(), back ? "rolled-back" : "released");
    }

    private int refused(Asking asking, String why) throws InterruptedException {
        LiveSession.await(asking.withdraw());
        err.println("grey: " + why);
        return ExitCodes.BAD_INPUT;
    }

    private BiFunction<ReleaseSpec, ReleaseHooks, Release> begin(boolean known) {
        Rollouts rollouts = session.rollouts();
        return (spec, hooks) ->
                known ? rollouts.start(spec, hooks, Rollouts.IfBusy.REFUSE) : rollouts.takeBack(spec, hooks);
    }

    /** What matters on the way back is told by the clusters. */
    private ReleaseSpec unknown() {
        Map<String, Object> given = Map.of(
                "app", command.app().name(),
                "namespace", command.app().namespace());
        return RollbackArgs.from(given).spec(session.fleet().names());
    }

    /** Takes it up, lets it stand still, and lets go of it when the clusters say so. */
    private int pause(LiveHost host, ReleaseSpec spec) throws InterruptedException {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        host.listen(event -> {
            if (event.kind() == ReleaseEvent.Kind.ASKED) {
                heard.complete(null);
            }
        });
        ReleaseRun run = new ReleaseRun(host, spec, false);
        CompletableFuture<?> ended = run.start();
        ended.thenRun(() -> heard.complete(null));
        LiveSession.await(heard);
        try {
            out.println(LiveSession.await(run.release().command(Command.PAUSE, session.person())));
        } catch (CompletionException e) {
            err.println("grey: " + e.getCause().getMessage());
            return ExitCodes.BAD_INPUT;
        } finally {
            LiveSession.await(run.release().detach());
        }
        out.flush();
        return ExitCodes.OK;
    }
}
