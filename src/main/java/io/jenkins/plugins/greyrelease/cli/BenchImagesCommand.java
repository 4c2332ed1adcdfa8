package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.cli.CopyBench.LinkCount;
import io.jenkins.plugins.greyrelease.cli.CopyBench.Round;
import io.jenkins.plugins.greyrelease.cli.CopyBench.Spent;
import io.jenkins.plugins.greyrelease.cli.CpuUse.Part;
import io.jenkins.plugins.greyrelease.plan.Tables;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey bench images}: what copying an image to every data centre costs. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = {
            "Copies a made-up image for two platforms from one registry to five others in two tiers, twice, and counts at"
                    + " the registries what went over each link.",
            "",
            "The registries are stand-ins in this process, reached over loopback; so is the plain connection that the"
                    + " speed is compared with. What they use of the cores is told apart from what copying does."
        })
final class BenchImagesCommand implements Callable<Integer> {
    private static final double MEGA = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--size",
            paramLabel = "MB",
            defaultValue = "64",
            description = "Of the image (default: ${DEFAULT-VALUE}).")
    private int megabytes;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "4",
            description = "Of each platform (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "3",
            description = "Links at the same time (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Override
    public Integer call() throws IOException {
        if (megabytes < 1 || megabytes > 500 || layers < 1 || layers > 100 || parallel < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "wanted are --size from 1 to 500, --layers from 1 to 100 and --parallel from 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (LiveScheduler scheduler = new LiveScheduler(
                        2, failure -> spec.commandLine().getErr().println("grey: " + failure));
                CopyBench bench = new CopyBench(scheduler, megabytes, layers)) {
            out.printf(
                    Locale.ROOT,
                    "An image of %s MB, %d blobs, from test to %s%n%n",
                    mega(bench.size()),
                    bench.blobs(),
                    String.join(", ", CopyBench.DESTINATIONS));
            bench.warmUp(parallel);
            Round first = bench.copy(parallel);
            Round second = bench.copy(parallel);
            out.print(table(first, second, bench.blobs()));
            out.println();
            speed(out, bench, first, second);
            boolean good = first.links().stream().allMatch(link -> link.once() == bench.blobs())
                    && second.links().stream().allMatch(link -> link.bytes() == 0);
            out.println(
                    good
                            ? "Every blob went once over each link; the second run cost no bytes of blobs."
                            : "NOT every blob went once over each link, or the second run cost bytes of blobs.");
            out.flush();
            return good ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }

    private static String table(Round first, Round second, int blobs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("tier", "link", "MB", "blobs", "once", "seconds", "MB/s", "MB again"));
        for (int i = 0; i < first.links().size(); i++) {
            LinkCount link = first.links().get(i);
            rows.add(List.of(
                    Integer.toString(link.link().tier()),
                    link.link().from() + " -> " + link.link().to(),
                    mega(link.bytes()),
                    Integer.toString(blobs),
                    Integer.toString(link.once()),
                    seconds(link.took()),
                    rate(link.bytes(), link.took()),
                    mega(second.links().get(i).bytes())));
        }
        return Tables.aligned(rows);
    }

    private static void speed(PrintWriter out, CopyBench bench, Round first, Round second) throws IOException {
        long all = first.bytes();
        Spent raw = bench.raw(all);
        Spent hash = bench.hash(all);
        out.printf(
                Locale.ROOT,
                "All links: %s MB in %s s, %s MB/s; the second run took %s s.%n",
                mega(all),
                seconds(first.took()),
                rate(all, first.took()),
                seconds(second.took()));
        out.printf(
                Locale.ROOT,
                "Loopback itself, one connection, nothing hashed or kept: %s MB/s. Copying reads and writes each byte, so that"
                        + " it moved %.0f %% of what one connection can, with the registries on the same cores.%n%n",
                rate(all, raw.took()),
                200.0 * raw.took().toNanos() / Math.max(1, first.took().toNanos()));
        out.print(Tables.aligned(List.of(
                List.of("CPU seconds for each GB", "", ""),
                List.of("copying, with Java's HTTP client", perGiga(first.cpu().of(Part.COPIER), all), "both ends"),
                List.of("  of that, hashing each byte once", perGiga(hash.cpu(), all), ""),
                List.of("stand-in registries", perGiga(first.cpu().of(Part.STAND_INS), all), "both ends, hashed there"),
                List.of("Java's collector and compiler", perGiga(first.cpu().of(Part.RUNTIME), all), ""),
                List.of("the plain connection", perGiga(raw.cpu(), all), "both ends"))));
        out.printf(
                Locale.ROOT,
                "%nWith registries on other machines, one core copies %s MB/s.%n",
                rate(all, first.cpu().of(Part.COPIER)));
    }

    private static String perGiga(Duration cpu, long bytes) {
        return String.format(Locale.ROOT, "%.2f", cpu.toNanos() / (double) Math.max(1, bytes));
    }

    private static String mega(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MEGA);
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.2f", took.toMillis() / 1000.0);
    }

    private static String rate(long bytes, Duration took) {
        return String.format(Locale.ROOT, "%.0f", bytes / MEGA * 1000 / Math.max(1, took.toMillis()));
    }
}
