package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.plan.Tables;
import io.jenkins.plugins.greyrelease.rehearsal.ApiUse;
import io.jenkins.plugins.greyrelease.rehearsal.ApiUse.Counted;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.step.CanaryBatchArgs;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code grey bench calls}: what one release asks of the API servers. */
@Command(
        name = "calls",
        mixinStandardHelpOptions = true,
        description = {
            "Counts every call that one release of ten pods makes, on simulated clusters in virtual time, by cluster and"
                    + " batch; what is asked while an approval is waited for is counted by itself."
        })
final class BenchCallsCommand implements Callable<Integer> {
    private static final String APP = "cart";

    @Spec
    private CommandSpec spec;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "Clusters (default: 1).")
    private int count;

    @Option(
            names = "--batches",
            paramLabel = "SIZES",
            defaultValue = "1,4,5",
            description = "Default: ${DEFAULT-VALUE}.")
    private String batches;

    @Option(names = "--max-surge", paramLabel = "AMOUNT", description = "Default: the Deployment's own, 25%%.")
    private String maxSurge;

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "How long the approval after each batch takes (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Override
    public Integer call() {
        List<String> names =
                IntStream.rangeClosed(1, count).mapToObj(i -> "cluster-" + i).toList();
        ApiUse use = ApiUse.measure(FleetSpec.simulated(names), release(names), Duration.ofMinutes(minutes));
        PrintWriter out = spec.commandLine().getOut();
        out.print(table(use, names));
        out.println();
        out.print(kinds(use));
        out.println();
        out.printf(
                Locale.ROOT,
                "While %d minutes of approvals were waited for: %.1f reads and %.1f lease renewals a minute, %d changes.%n",
                use.waited().toMinutes(),
                perMinute(use, each -> each.waiting() && !each.call().write()),
                perMinute(use, each -> each.waiting() && each.lease()),
                use.calls().stream()
                        .filter(each -> each.waiting() && each.change())
                        .count());
        out.flush();
        return ExitCodes.OK;
    }

    private ReleaseSpec release(List<String> names) {
        Map<String, Object> given =
                new LinkedHashMap<>(Map.of("app", APP, "namespace", "shop", "image", APP + ":2", "batches", batches));
        if (maxSurge != null) {
            given.put("maxSurge", maxSurge);
        }
        return CanaryBatchArgs.from(given).spec(names, new ReleaseSpec.Change.Image(Optional.empty(), APP + ":2"));
    }

    private static double perMinute(ApiUse use, Predicate<Counted> which) {
        long made = use.calls().stream().filter(which).count();
        return use.waited().isZero() ? 0 : made * 60.0 / use.waited().toSeconds();
    }

    private String table(ApiUse use, List<String> names) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("cluster", "during", "changes", "record", "lease", "dry runs, reviews", "reads", "watches"));
        List<String> phases = new ArrayList<>(List.of(ApiUse.PREFLIGHT));
        IntStream.rangeClosed(1, batches.split(",").length).forEach(i -> phases.add("batch " + i));
        phases.add(ApiUse.END);
        for (String name : names) {
            for (String phase : phases) {
                List<Counted> own = use.calls().stream()
                        .filter(each -> !each.waiting()
                                && each.call().cluster().equals(name)
                                && each.phase().equals(phase))
                        .toList();
                rows.add(row(name, phase, own));
            }
        }
        return Tables.aligned(rows);
    }

    private static List<String> row(String name, String phase, List<Counted> own) {
        return List.of(
                name,
                phase,
                count(own, Counted::change),
                count(own, each -> each.record() && each.call().write()),
                count(own, each -> each.lease() && each.call().write()),
                count(
                        own,
                        each -> each.call().dryRun()
                                || each.call().kind().plural().startsWith("selfsubject")),
                count(own, each -> List.of("get", "list").contains(each.call().verb())),
                count(own, each -> each.call().verb().equals("watch")));
    }

    private static String count(List<Counted> calls, Predicate<Counted> which) {
        return Long.toString(calls.stream().filter(which).count());
    }

    private static String kinds(ApiUse use) {
        Stream<Counted> busy = use.calls().stream().filter(each -> !each.waiting());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("call", "times"));
        ApiUse.byKind(busy).forEach((what, times) -> rows.add(List.of(what, times.toString())));
        return Tables.aligned(rows);
    }
}
