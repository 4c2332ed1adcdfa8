package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaleConfig;
import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaleService;
import io.jenkins.plugins.greyrelease.autoscale.live.Queries;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code grey autoscale}: scales apps where an HPA does not fit, until it is stopped. */
@Command(
        name = "autoscale",
        mixinStandardHelpOptions = true,
        description = {
            "Scales apps by the metrics API or by queries of Prometheus, where an HPA does not fit; until it is stopped.",
            "",
            "  grey autoscale autoscale.yaml --context gd9-a --dry-run    what it would do now",
            "  grey autoscale autoscale.yaml --fleet fleet.yaml",
            "",
            "Several of them may run: one holds an app's lease in a cluster and scales, the others wait. It stands still"
                    + " while a release of the app is under way, and where an HPA or KEDA scales it."
        })
final class AutoscaleCommand implements Callable<Integer> {
    private static final int THREADS = 4;
    private static final int STOPPING_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions clusters;

    @Parameters(paramLabel = "FILE", description = "What is scaled, and by what; see docs/autoscaling.md.")
    private Path file;

    @Option(names = "--dry-run", description = "Says once for each app what would be done, and ends.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        AutoscaleConfig config = AutoscaleConfig.read(file.toString(), TextFiles.read(file));
        FleetSpec checked = clusters.spec();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (LiveScheduler scheduler = new LiveScheduler(THREADS, failure -> err.println("grey: " + failure));
                KubernetesFleet fleet = clusters.open(checked, scheduler)) {
            AutoscaleService service = new AutoscaleService(
                    config,
                    fleet.fleet(),
                    scheduler,
                    new RandomIds(),
                    Queries.ofPrometheus(),
                    line -> out.println(
                            DateTimeFormatter.ISO_INSTANT.format(scheduler.now().truncatedTo(ChronoUnit.SECONDS)) + " "
                                    + line));
            if (dryRun) {
                service.preview().join().forEach(out::println);
                return ExitCodes.OK;
            }
            untilStopped(service);
            return ExitCodes.OK;
        }
    }

    /** A signal gives the leases up before the process ends, so that another one need not wait for them. */
    private static void untilStopped(AutoscaleService service) {
        try (CtrlC stop = new CtrlC()) {
            service.start();
            stop.await();
            service.stop()
                    .orTimeout(STOPPING_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> null)
                    .join();
        }
    }
}
