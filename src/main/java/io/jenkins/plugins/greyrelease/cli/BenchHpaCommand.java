package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.rehearsal.LoadFile;
import io.jenkins.plugins.greyrelease.rehearsal.LoadTrial;
import io.jenkins.plugins.greyrelease.rehearsal.LoadTrial.Look;
import io.jenkins.plugins.greyrelease.rehearsal.LoadTrial.Result;
import io.jenkins.plugins.greyrelease.rehearsal.LoadTrial.Scaler;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey bench hpa}: one load, and what three autoscalers make of it. */
@Command(
        name = "hpa",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a load pass over one app on simulated clusters, in virtual time, and compares what the HPA of"
                    + " Kubernetes does by itself, the HPA that hpaPolicy writes, and grey autoscale.",
            "",
            "Each pod is to use 60 millicores. Too few: the pods that serve have more than a tenth over that to do."
        })
final class BenchHpaCommand implements Callable<Integer> {
    private static final int LONGEST_HOURS = 48;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--load",
            paramLabel = "FILE",
            description =
                    "Lines of time,app,load for one app, in millicores, as grey rehearse --load has them (default: two"
                            + " and a half hours with a rise, a flood, dips and a fall).")
    private Path load;

    @Option(
            names = "--min",
            paramLabel = "N",
            defaultValue = "3",
            description = "Fewest pods (default: ${DEFAULT-VALUE}).")
    private int min;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "60",
            description = "Most pods (default: ${DEFAULT-VALUE}).")
    private int max;

    @Option(
            names = "--every",
            paramLabel = "MINUTES",
            defaultValue = "5",
            description = "Minutes between two lines of the table (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (min < 1 || max < min || every < 1) {
            throw new ParameterException(spec.commandLine(), "wanted are 1 <= --min <= --max, and --every from 1");
        }
        LoadTrace trace = trace();
        ScalingRules rules = ScalingRules.within(min, max);
        List<Result> results = List.of(
                LoadTrial.run(Scaler.STOCK, rules, trace, seed),
                LoadTrial.run(Scaler.POLICY, rules, trace, seed),
                LoadTrial.run(Scaler.GREY, rules, trace, seed));
        print(spec.commandLine().getOut(), results);
        return ExitCodes.OK;
    }

    private LoadTrace trace() throws IOException {
        if (load == null) {
            return builtIn();
        }
        Map<String, LoadTrace> apps =
                LoadFile.read(load.toString(), TextFiles.read(load)).apps();
        if (apps.size() != 1) {
            throw new ParameterException(
                    spec.commandLine(), load + ": has the load of " + apps.keySet() + "; one app is wanted here");
        }
        LoadTrace trace = apps.values().iterator().next();
        if (trace.length().compareTo(Duration.ofHours(LONGEST_HOURS)) > 0) {
            throw new ParameterException(spec.commandLine(), load + ": is longer than " + LONGEST_HOURS + " hours");
        }
        return trace;
    }

    /** Quiet, a rise to twice as much, a flood of five times, back, three short dips, and a fall below the beginning. */
    static LoadTrace builtIn() {
        StringBuilder csv = new StringBuilder();
        double[][] points = {
            {0, 600}, {20, 600}, {40, 1200}, {60, 1200}, {60.25, 3000}, {75, 3000}, {75.25, 1200}, {90, 1200},
            {91, 800}, {92, 1200}, {98, 1200}, {99, 800}, {100, 1200}, {106, 1200}, {107, 800}, {108, 1200},
            {115, 1200}, {135, 400}, {150, 400}
        };
        for (double[] point : points) {
            csv.append((long) (point[0] * 60)).append(',').append(point[1]).append('\n');
        }
        return LoadTrace.csv(csv.toString());
    }

    private void print(PrintWriter out, List<Result> results) {
        out.println("time    load m  needed  stock HPA  hpaPolicy  grey autoscale");
        List<Look> looks = results.get(0).looks();
        for (int i = 0; i < looks.size(); i++) {
            Look look = looks.get(i);
            if (look.at().toSeconds() % (60L * every) == 0) {
                out.printf(
                        Locale.ROOT,
                        "%02d:%02d  %8.0f  %6d  %9d  %9d  %14d%n",
                        look.at().toHours(),
                        look.at().toMinutesPart(),
                        look.load(),
                        look.needed(),
                        results.get(0).looks().get(i).replicas(),
                        results.get(1).looks().get(i).replicas(),
                        results.get(2).looks().get(i).replicas());
            }
        }
        out.println();
        out.printf(
                Locale.ROOT,
                "minutes with too few  %10.2f  %9.2f  %14.2f%n",
                results.get(0).minutesTooFew(),
                results.get(1).minutesTooFew(),
                results.get(2).minutesTooFew());
        out.printf(
                Locale.ROOT,
                "pod-minutes           %10.0f  %9.0f  %14.0f%n",
                results.get(0).podMinutes(),
                results.get(1).podMinutes(),
                results.get(2).podMinutes());
        out.printf(
                Locale.ROOT,
                "changes               %10d  %9d  %14d%n",
                results.get(0).changes(),
                results.get(1).changes(),
                results.get(2).changes());
    }
}
