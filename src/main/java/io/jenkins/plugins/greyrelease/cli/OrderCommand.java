package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rollout.Asking;
import io.jenkins.plugins.greyrelease.rollout.Asking.Answer;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.UnderWay;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What a person asks of a release that is under way: first of whoever drives it, a Jenkins or another {@code grey}, by a
 * label in the cluster; where nobody does, this command drives it itself.
 */
abstract class OrderCommand implements Callable<Integer> {
    private final Command order;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions clusters;

    @Mixin
    private AppOption app;

    OrderCommand(Command order) {
        this.order = order;
    }

    /** What follows each batch, where this command drives the release from here on. */
    abstract CheckOptions check();

    CommandSpec spec() {
        return spec;
    }

    AppOption app() {
        return app;
    }

    Command order() {
        return order;
    }

    @Override
    public Integer call() throws IOException {
        check().verify(System.console());
        String whole = app.whole();
        PrintWriter err = spec.commandLine().getErr();
        try (LiveSession session = LiveSession.open(clusters, err)) {
            UnderWay now = LiveSession.await(UnderWay.find(session.fleet(), app.namespace(), app.name()));
            now.silent().forEach(each -> err.println("grey: not asked: " + each.getMessage()));
            if (now.locked().isEmpty()) {
                return nothing(now, whole);
            }
            if (now.releases().size() > 1) {
                return two(now, whole);
            }
            return ask(session, now);
        } catch (InterruptedException e) {
            err.println("grey: stopped; what was asked for may still be heard");
            return ExitCodes.ABORTED;
        } catch (CompletionException e) {
            if (e.getCause() instanceof KubeException kube) {
                err.println("grey: " + kube.getMessage());
                return ExitCodes.OPEN;
            }
            throw e;
        } finally {
            err.flush();
        }
    }

    private int nothing(UnderWay now, String whole) {
        PrintWriter err = spec.commandLine().getErr();
        if (!now.silent().isEmpty()) {
            err.println("grey: no release of " + whole + " was found, and not every cluster answers");
            return ExitCodes.OPEN;
        }
        err.println(
                now.others().isEmpty()
                        ? "grey: no cluster has deployment " + whole + "; check --app and the clusters"
                        : "grey: no release of " + whole + " is under way in " + String.join(", ", now.others())
                                + (order == Command.ROLL_BACK_NOW
                                        ? "; to return to the version before: grey run --earlier"
                                        : ""));
        return ExitCodes.BAD_INPUT;
    }

    private int two(UnderWay now, String whole) {
        PrintWriter err = spec.commandLine().getErr();
        List<String> where = now.locked().stream()
                .map(each -> each.release() + " in " + each.member().name())
                .toList();
        err.println("grey: there are several releases of " + whole + " under way: " + String.join(", ", where)
                + ". Choose the clusters of one of them with --clusters");
        return ExitCodes.BAD_INPUT;
    }

    private int ask(LiveSession session, UnderWay now) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        UnderWay.Locked first = now.locked().get(0);
        Asking asking = new Asking(
                first,
                app.namespace(),
                app.name(),
                new Asking.Wish(order, session.person()),
                session.scheduler(),
                session.ids());
        Answer answer = LiveSession.await(asking.ask());
        if (answer instanceof Answer.Heard heard) {
            String words = heard.words().orElse("heard by " + heard.holder());
            out.println(words);
            out.println("driven by " + heard.holder());
            out.flush();
            return words.startsWith("refused") ? ExitCodes.BAD_INPUT : ExitCodes.OK;
        }
        if (answer instanceof Answer.Unheard unheard) {
            err.println("grey: " + unheard.holder() + " drives release " + first.release() + " of " + app.whole()
                    + " and does not hear of this; ask there. Nothing was changed");
            return ExitCodes.FAILED;
        }
        if (answer instanceof Answer.Ended) {
            err.println("grey: release " + first.release() + " of " + app.whole() + " has ended meanwhile");
            return ExitCodes.BAD_INPUT;
        }
        return new TakeOver(this, session, now).drive(asking);
    }
}
