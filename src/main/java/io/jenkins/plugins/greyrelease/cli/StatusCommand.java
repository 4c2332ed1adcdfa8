package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rollout.AppStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey status}: all clusters side by side, as they themselves tell. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what is under way, told by the clusters themselves. Exit code 0: nothing is; 3: something is, or a"
                    + " cluster cannot be reached.",
            "",
            "  grey status --fleet fleet.yaml                           all apps that are being released",
            "  grey status --fleet fleet.yaml --app shop/cart --watch   one app, again whenever it changes"
        })
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions clusters;

    @Mixin
    private AppOption app;

    @Option(names = "--watch", description = "Shows it again whenever something changes, until Ctrl-C; needs --app.")
    private boolean watch;

    @Override
    public Integer call() throws IOException {
        if (watch && !app.given()) {
            throw new ParameterException(spec.commandLine(), "--watch: say which app: --app NAMESPACE/NAME");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (LiveSession session = LiveSession.open(clusters, err)) {
            return watch ? watching(session, out) : once(session, out);
        } catch (InterruptedException e) {
            return ExitCodes.OK;
        }
    }

    private int once(LiveSession session, PrintWriter out) throws InterruptedException {
        List<CompletableFuture<ClusterReading>> asked = session.fleet().members().stream()
                .map(member -> app.given()
                        ? ClusterReading.of(member, app.namespace(), app.name())
                        : ClusterReading.underWay(member))
                .toList();
        List<ClusterReading> readings = new ArrayList<>();
        for (CompletableFuture<ClusterReading> each : asked) {
            readings.add(LiveSession.await(each));
        }
        out.print(StatusTable.of(readings, session.scheduler().now()));
        out.flush();
        return code(readings);
    }

    /** Each change of any cluster is one more drawing; those that come together share it. */
    private int watching(LiveSession session, PrintWriter out) throws InterruptedException {
        boolean redraws = System.console() != null && System.getenv("NO_COLOR") == null;
        LinkedBlockingQueue<Boolean> changes = new LinkedBlockingQueue<>(1);
        List<AppWatcher> watchers = session.fleet().members().stream()
                .map(member -> new AppWatcher(
                        member,
                        app.namespace(),
                        app.name(),
                        session.scheduler(),
                        session.ids(),
                        () -> changes.offer(true)))
                .toList();
        try {
            String last = "";
            while (changes.take()) {
                List<ClusterReading> readings =
                        watchers.stream().map(AppWatcher::reading).toList();
                String now = StatusTable.of(readings, session.scheduler().now());
                if (!now.equals(last)) {
                    out.print((redraws ? "\u001b[H\u001b[2J" : "") + now + (redraws ? "" : "\n"));
                    out.flush();
                    last = now;
                }
            }
            return ExitCodes.OK;
        } finally {
            watchers.forEach(AppWatcher::close);
        }
    }

    private static int code(List<ClusterReading> readings) {
        boolean open = readings.stream()
                .anyMatch(each ->
                        each.problem().isPresent() || each.apps().stream().anyMatch(AppStatus::underWay));
        return open ? ExitCodes.OPEN : ExitCodes.OK;
    }
}
