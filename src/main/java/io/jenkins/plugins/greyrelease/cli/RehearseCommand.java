package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.DrawnRehearsal;
import io.jenkins.plugins.greyrelease.rehearsal.EngineFactory;
import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import io.jenkins.plugins.greyrelease.rehearsal.Rehearsal;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalResult;
import io.jenkins.plugins.greyrelease.rehearsal.report.Report;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceJson;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceText;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code grey rehearse}: carries a Jenkinsfile out on simulated clusters and shows what happened. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Carries a Jenkinsfile out on simulated clusters in virtual time, and writes a report.",
            "",
            "  grey rehearse Jenkinsfile",
            "  grey rehearse Jenkinsfile --manifests k8s/ --fleet fleet.yaml --fault broken-image",
            "  grey rehearse Jenkinsfile --fault cluster-down=gd9-b@batch:2+10m --seed 42",
            "  grey rehearse --seed 42                  a release drawn from the seed, faults and all"
        })
final class RehearseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RehearseInput input;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "grey-report.html",
            description = "Where the report goes (default: ${DEFAULT-VALUE}).")
    private Path report;

    @Option(names = "--trace", paramLabel = "FILE", description = "Writes every event, one a line, to compare runs.")
    private Path trace;

    @Option(names = "--json", description = "Prints everything that happened as JSON, and progress to stderr.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        TextFiles.mustBeWritable(report);
        TextFiles.mustBeWritable(trace);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter said = json ? spec.commandLine().getErr() : out;
        boolean live = !json && System.console() != null && System.getenv("NO_COLOR") == null;
        Progress progress = live ? new LiveProgress(said) : new LogProgress(said);
        EngineFactory engine = (fleet, registries, scheduler, ids) ->
                new Rollouts(() -> fleet, () -> registries, scheduler, ids, "grey-rehearse");
        RehearsalResult result = input.drawn().isPresent()
                ? DrawnRehearsal.run(input.drawn().getAsLong(), engine, progress)
                : Rehearsal.run(input.options(said), engine, progress);
        if (progress instanceof LiveProgress shown) {
            shown.end();
        }
        Files.writeString(report, Report.html(result.trace()));
        if (trace != null) {
            Files.writeString(trace, TraceText.of(result.trace()));
        }
        if (json) {
            out.print(TraceJson.of(result.trace()));
            out.flush();
        }
        new Summary(said).print(result, report);
        return exitCode(result);
    }

    /** See {@link ExitCodes}. */
    static int exitCode(RehearsalResult result) {
        return switch (result.trace().verdict()) {
            case REHEARSED, FLOW_ONLY -> ExitCodes.OK;
            case FAILED -> ExitCodes.FAILED;
            case REFUSED -> ExitCodes.BAD_INPUT;
            case OPEN -> ExitCodes.OPEN;
            case BROKEN -> ExitCodes.BUG;
            case STOPPED -> ExitCodes.ABORTED;
        };
    }
}
