package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.disruption.DrawnTask;
import io.jenkins.plugins.greyrelease.disruption.RoundPlan;
import io.jenkins.plugins.greyrelease.disruption.RoundPlanner;
import io.jenkins.plugins.greyrelease.disruption.RoundTask;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey bench drain}: how near the rounds of a drain come to the fewest there can be. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Plans the drain of drawn clusters, all nodes of each: how many rounds, how few it could be at"
                + " best (the bound counts budgets, racks and room), and how long planning took.")
final class BenchDrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Nodes (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--racks", paramLabel = "N", defaultValue = "3", description = "Racks (default: ${DEFAULT-VALUE}).")
    private int racks;

    @Option(names = "--apps", paramLabel = "N", defaultValue = "500", description = "Apps (default: ${DEFAULT-VALUE}).")
    private int apps;

    @Option(
            names = "--budget",
            paramLabel = "PERCENT",
            defaultValue = "50",
            description = "How many of an app's pods may go at once (default: ${DEFAULT-VALUE}).")
    private int percent;

    @Option(
            names = "--max-parallel",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "10,50,1000",
            description = "Nodes in one round at most, one measure for each (default: ${DEFAULT-VALUE}).")
    private List<Integer> maxParallel;

    @Option(
            names = "--seeds",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "1,2,3",
            description = "What the clusters are drawn from (default: ${DEFAULT-VALUE}).")
    private List<Long> seeds;

    @Override
    public Integer call() {
        boolean positive = nodes > 0 && racks > 0 && apps >= 0 && percent > 0 && percent <= 100;
        if (!positive || maxParallel.stream().anyMatch(each -> each < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "numbers must be at least 1, and --budget a percentage from 1 to 100");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%d nodes in %d racks, %d apps, budgets of %d %%%n", nodes, racks, apps, percent);
        out.println("seed  max-parallel   pods  rounds  bound  ratio     ms");
        try (LiveScheduler clock = new LiveScheduler(1, failure -> {})) {
            for (long seed : seeds) {
                maxParallel.forEach(parallel -> measure(out, clock, seed, parallel));
            }
        }
        return ExitCodes.OK;
    }

    private void measure(PrintWriter out, LiveScheduler clock, long seed, int parallel) {
        RoundTask task = new DrawnTask(nodes, racks, apps, percent, parallel).draw(seed);
        Duration begun = clock.elapsed();
        RoundPlan plan = RoundPlanner.plan(task);
        long millis = clock.elapsed().minus(begun).toMillis();
        out.printf(
                Locale.ROOT,
                "%4d  %12d  %5d  %6d  %5d  %5.2f  %5d%n",
                seed,
                parallel,
                task.tenants().size(),
                plan.rounds().size(),
                plan.bound(),
                plan.ratio(),
                millis);
    }
}
