package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.PlanJson;
import io.jenkins.plugins.greyrelease.plan.Spread;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code grey plan}: shows which cluster gets how many new pods when. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which cluster gets how many new pods in which batch.",
            "",
            "  grey plan --app cart --batches 1,4,rest --clusters gd9-a=10,gd9-b=10",
            "  grey plan --app cart --batches 20%%,rest --spread even --fleet fleet.yaml --manifests shop.yaml",
            "  grey plan --against live --fleet fleet.yaml --app shop/cart --image cart:2.0 --batches 1,rest",
            "  grey plan --read plan.json",
            "",
            "With --against live, which takes the options of 'grey run', the pods are counted in the clusters, everything"
                    + " that a release would refuse is found, and the hash is the release's own. Nothing is changed."
        })
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--app", paramLabel = "NAME", description = "Name of the Deployment.")
    private String app;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Where it lives (default: ${DEFAULT-VALUE}).")
    private String namespace;

    @Option(
            names = "--batches",
            paramLabel = "SIZES",
            description = "Sizes in order, with commas: pods, a percentage of the total, or 'rest'. A size is what the"
                    + " batch adds, not what is reached with it.")
    private String batches;

    @Option(
            names = "--spread",
            paramLabel = "HOW",
            defaultValue = "sequence",
            description =
                    "sequence: cluster after cluster, each with all batches; even: each batch over all clusters in"
                            + " proportion; fill: counted over the fleet, first cluster first (default: ${DEFAULT-VALUE}).")
    private String spread;

    @Option(
            names = "--clusters",
            paramLabel = "LIST",
            split = ",",
            description = "Names, 'label:value' or 'name=pods', in order, with commas (default: all of the fleet).")
    private List<String> clusters = List.of();

    @Option(names = "--fleet", paramLabel = "FILE", description = "fleet.yaml with the clusters.")
    private Path fleet;

    @Option(
            names = "--manifests",
            paramLabel = "PATH",
            description = "File or directory with the Deployment, for its number of pods.")
    private Path manifests;

    @Option(
            names = "--max-parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "Clusters at once in 'sequence' (default: ${DEFAULT-VALUE}).")
    private int maxParallel;

    @Option(names = "--strict", description = "Batches beyond the total are an error instead of being cut.")
    private boolean strict;

    @Option(names = "--read", paramLabel = "FILE", description = "Shows a plan that --out wrote; no other input.")
    private Path read;

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the plan as JSON.")
    private Path outFile;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        TextFiles.mustBeWritable(outFile);
        Plan plan = read == null ? input().plan() : PlanJson.read(read.toString(), TextFiles.read(read));
        PrintWriter out = spec.commandLine().getOut();
        String text = PlanJson.write(plan);
        if (outFile != null) {
            Files.writeString(outFile, text);
        }
        out.print(json ? text : shown(plan));
        out.flush();
        return ExitCodes.OK;
    }

    private PlanInput input() {
        return new PlanInput(app, namespace, batches, spread, clusters, fleet, manifests, maxParallel, strict);
    }

    private static String shown(Plan plan) {
        var request = plan.request();
        String how = request.spread().name().toLowerCase(Locale.ROOT)
                + (request.spread() == Spread.SEQUENCE && request.maxParallel() > 1
                        ? ", " + request.maxParallel() + " clusters at once"
                        : "");
        return String.format(
                Locale.ROOT,
                "%s in %s: %d pods in %d %s, %s%nhash of the batches alone %s (a release's plan hash also binds what it releases, and its policy)%n%n%s",
                request.app(),
                request.namespace(),
                plan.total(),
                plan.desired().size(),
                plan.desired().size() == 1 ? "cluster" : "clusters",
                how,
                plan.hash().substring(0, 16),
                plan.table());
    }
}
