package io.jenkins.plugins.greyrelease.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code grey} command. */
@Command(
        name = "grey",
        mixinStandardHelpOptions = true,
        versionProvider = Grey.Version.class,
        description = "Grey releases over many Kubernetes clusters: plan them, and rehearse a Jenkinsfile without"
                + " Jenkins and without a cluster.",
        exitCodeListHeading = "%nExit codes:%n",
        synopsisSubcommandLabel = "COMMAND")
public final class Grey implements Runnable {

    /** Every subcommand; a new one is added here. */
    private static final List<Class<?>> COMMANDS = List.of(
            PlanCommand.class,
            LivePlanCommand.class,
            RehearseCommand.class,
            RunCommand.class,
            StatusCommand.class,
            ImagesCommand.class,
            OrderCommands.Pause.class,
            OrderCommands.Resume.class,
            OrderCommands.Promote.class,
            OrderCommands.Rollback.class,
            OrderCommands.Abort.class,
            SimulateCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            AutoscaleCommand.class);

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Shows the stack trace of an error.")
    private boolean debug;

    private Grey() {}

    /** Runs the command; exits with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /**
     * Runs the command.
     *
     * @param out what it was asked for
     * @param err progress and errors
     * @return one of {@link ExitCodes}
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        Grey grey = new Grey();
        CommandLine command = new CommandLine(grey);
        COMMANDS.forEach(command::addSubcommand);
        command.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler((failure, where, parsed) -> Failures.told(failure, err, grey.debug));
        command.getCommandSpec().usageMessage().exitCodeList(codes());
        try {
            return command.execute(LivePlanCommand.routed(args));
        } catch (Error e) {
            // picocli hands on what is no Exception, a mistake in a Jenkinsfile among it
            return Failures.told(e, err, grey.debug);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: "
                        + spec.subcommands().values().stream()
                                .filter(each ->
                                        !each.getCommandSpec().usageMessage().hidden())
                                .map(CommandLine::getCommandName)
                                .collect(Collectors.joining(", ")));
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String line : ExitCodes.listed()) {
            codes.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
        }
        return codes;
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Grey.class.getPackage().getImplementationVersion();
            return new String[] {"grey " + (version == null ? "(not packaged)" : version)};
        }
    }
}
