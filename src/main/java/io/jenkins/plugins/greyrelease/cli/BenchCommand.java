package io.jenkins.plugins.greyrelease.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey bench}: measures what this program promises of itself. Each measure is a subcommand. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures, on simulated clusters and registries, what a release costs.",
        synopsisSubcommandLabel = "COMMAND",
        // a new measure is added here, one a line
        subcommands = {
            BenchCallsCommand.class,
            BenchDrainCommand.class,
            BenchHpaCommand.class,
            BenchImagesCommand.class,
        })
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to measure: " + String.join(", ", spec.subcommands().keySet()));
    }
}
