package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaleConfig;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.rehearsal.LoadFile;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalOptions;
import io.jenkins.plugins.greyrelease.rehearsal.WhenPaused;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.RehearsalFile;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code grey rehearse} takes in. */
final class RehearseInput {
    /** Who answers questions. */
    enum Approve {
        ALWAYS,
        NEVER,
        ASK
    }

    /** What becomes of a release that stands still. */
    enum Paused {
        STOP,
        RESUME,
        ROLLBACK,
        ASK
    }

    private static final String ANSWERS = "rehearsal.yaml";
    private static final Set<String> OF_A_PIPELINE = Set.of(
            "--manifests",
            "--fleet",
            "--fault",
            "--load",
            "--autoscale",
            "--approve",
            "--vote",
            "--started-by",
            "--rehearsal",
            "--library",
            "--param",
            "--when-paused");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            paramLabel = "JENKINSFILE",
            arity = "0..1",
            description = "The pipeline to rehearse. Without it, clusters, a release and its troubles are drawn from"
                    + " --seed.")
    private Path jenkinsfile;

    @Option(
            names = "--manifests",
            paramLabel = "PATH",
            description = "File or directory that is loaded into every cluster (default: the apps that the Jenkinsfile"
                    + " names are made up, 10 pods each).")
    private Path manifests;

    @Option(
            names = "--fleet",
            paramLabel = "FILE",
            description = "fleet.yaml (default: the clusters that the Jenkinsfile names).")
    private Path fleet;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description = "What is to go wrong, such as broken-image, cluster-down=gd9-b@batch:2+10m; a wrong one lists"
                    + " them all. May be given several times.")
    private List<String> faults = List.of();

    @Option(
            names = "--load",
            paramLabel = "FILE",
            description = "The load on apps over time, in every cluster: lines of time,app,load, the time from when the"
                    + " pipeline begins (90, 10m), the load of all its pods together in millicores of CPU; or"
                    + " time,app,load,metric for another metric.")
    private Path load;

    @Option(
            names = "--autoscale",
            paramLabel = "FILE",
            description = "Lets a grey autoscale with this file run beside the pipeline.")
    private Path autoscale;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all chance: the same seed gives the same rehearsal (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--approve",
            paramLabel = "HOW",
            defaultValue = "always",
            description = "Who answers input and manualApproval: always, never or ask (default: ${DEFAULT-VALUE}).")
    private Approve approve;

    @Mixin
    private VoteOptions votes = new VoteOptions();

    @Option(
            names = "--when-paused",
            paramLabel = "HOW",
            defaultValue = "stop",
            description = "What somebody does about a release that stands still, after five minutes: stop (leaves it"
                    + " open), resume (once), rollback or ask (default: ${DEFAULT-VALUE}).")
    private Paused whenPaused;

    @Option(
            names = "--rehearsal",
            paramLabel = "FILE",
            description = "Answers for what cannot be simulated (default: " + ANSWERS + " beside the Jenkinsfile).")
    private Path answers;

    @Option(
            names = "--library",
            paramLabel = "[NAME=]DIR",
            description = "A shared library with vars and src; its name is the directory's if none is given.")
    private List<String> libraries = List.of();

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "A build parameter.")
    private Map<String, String> parameters = Map.of();

    private AskingGate asking;

    /**
     * The seed to draw a release from, where no Jenkinsfile is given.
     *
     * @throws ParameterException if there is nothing to draw from, or more is given than the seed says
     */
    OptionalLong drawn() {
        if (jenkinsfile != null) {
            return OptionalLong.empty();
        }
        List<String> own = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(option -> option.longestName())
                .filter(OF_A_PIPELINE::contains)
                .toList();
        if (!spec.commandLine().getParseResult().hasMatchedOption("--seed")) {
            throw new ParameterException(
                    spec.commandLine(), "say which Jenkinsfile to rehearse, or --seed N to draw a release");
        }
        if (!own.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.join(", ", own) + ": goes with a Jenkinsfile; a release drawn from --seed brings its own");
        }
        return OptionalLong.of(seed);
    }

    /**
     * The options.
     *
     * @param said where a person is asked
     * @throws IOException if a file cannot be read
     */
    RehearsalOptions options(PrintWriter said) throws IOException {
        String text = TextFiles.read(jenkinsfile);
        Optional<FleetSpec> spec = fleet == null
                ? Optional.empty()
                : Optional.of(FleetReader.read(fleet.toString(), TextFiles.read(fleet)));
        if (manifests != null && !Files.exists(manifests)) {
            throw new NoSuchFileException(manifests.toString());
        }
        Optional<RehearsalFile> known = answers();
        Map<String, Path> folders = LibraryFolders.of(libraries);
        return new RehearsalOptions(
                jenkinsfile.toString(),
                text,
                Optional.ofNullable(manifests),
                spec,
                faults,
                load == null ? Optional.empty() : Optional.of(LoadFile.read(load.toString(), TextFiles.read(load))),
                autoscale == null
                        ? Optional.empty()
                        : Optional.of(AutoscaleConfig.read(autoscale.toString(), TextFiles.read(autoscale))),
                seed,
                gate(said),
                votes.voters(),
                whenPaused(said),
                () -> surroundings(known, folders),
                replay());
    }

    private PipelineOptions surroundings(Optional<RehearsalFile> said, Map<String, Path> folders) {
        PipelineOptions plain = PipelineOptions.defaults().workspace(Workspace.over(Path.of("")));
        // what the command line says goes before the file
        PipelineOptions own = plain.parameters(parameters);
        PipelineOptions options = said.map(file -> file.applyTo(own)).orElse(own);
        for (Map.Entry<String, Path> library : folders.entrySet()) {
            options = options.library(library.getKey(), library.getValue());
        }
        return options;
    }

    private Optional<RehearsalFile> answers() throws IOException {
        Path beside = jenkinsfile.resolveSibling(ANSWERS);
        Path file = answers != null ? answers : Files.exists(beside) ? beside : null;
        return file == null ? Optional.empty() : Optional.of(RehearsalFile.read(TextFiles.read(file), file.toString()));
    }

    private InputGate gate(PrintWriter said) {
        return switch (approve) {
            case ALWAYS -> InputGate.ALWAYS;
            case NEVER -> InputGate.NEVER;
            case ASK -> asking(said);
        };
    }

    /** One person, one terminal. */
    private AskingGate asking(PrintWriter said) {
        if (asking == null) {
            asking = new AskingGate(System.in, said, System.getProperty("user.name", "you"));
        }
        return asking;
    }

    private WhenPaused whenPaused(PrintWriter said) {
        return switch (whenPaused) {
            case STOP -> WhenPaused.STOP;
            case RESUME -> WhenPaused.RESUME;
            case ROLLBACK -> WhenPaused.ROLLBACK;
            case ASK -> asking(said);
        };
    }

    /** The command that gives the same rehearsal; no file that is written is in it. */
    private String replay() {
        List<String> words = new ArrayList<>(List.of("./grey", "rehearse", jenkinsfile.toString()));
        add(words, "--manifests", manifests);
        add(words, "--fleet", fleet);
        faults.forEach(fault -> add(words, "--fault", fault));
        add(words, "--load", load);
        add(words, "--autoscale", autoscale);
        add(words, "--rehearsal", answers);
        libraries.forEach(library -> add(words, "--library", library));
        parameters.forEach((name, value) -> add(words, "--param", name + "=" + value));
        if (approve == Approve.NEVER) {
            add(words, "--approve", "never");
        }
        votes.replay((option, value) -> add(words, option, value));
        if (whenPaused == Paused.RESUME || whenPaused == Paused.ROLLBACK) {
            add(words, "--when-paused", whenPaused.name().toLowerCase(Locale.ROOT));
        }
        add(words, "--seed", seed);
        return String.join(" ", words);
    }

    private static void add(List<String> words, String option, Object value) {
        if (value != null) {
            String text = value.toString();
            words.add(option);
            words.add(text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'");
        }
    }
}
