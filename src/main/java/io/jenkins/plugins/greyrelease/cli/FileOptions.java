package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A Jenkinsfile that is to run for real, and what is around it. */
final class FileOptions {
    /** What Jenkins alone knows: a made-up value would end in image tags and records. */
    private static final List<String> OF_A_BUILD = List.of(
            "BUILD_NUMBER", "BUILD_ID", "BUILD_TAG", "BUILD_URL", "JOB_URL", "JENKINS_URL", "BUILD_DISPLAY_NAME");

    private static final List<String> OWN = List.of("--directory", "--param", "--env", "--library", "--skip");

    private static final List<String> ANYWAY = List.of("--yes", "--debug");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "JENKINSFILE",
            description = "A pipeline to run: its releases are real, and so is each 'sh'.")
    private Path jenkinsfile;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where a Jenkinsfile's commands run (default: its own folder).")
    private Path directory;

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = "A build parameter of a Jenkinsfile.")
    private Map<String, String> parameters = Map.of();

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "A variable that Jenkins would set, such as BRANCH_NAME or BUILD_NUMBER.")
    private Map<String, String> environment = Map.of();

    @Option(
            names = "--library",
            paramLabel = "[NAME=]DIR",
            description = "A shared library with vars and src; its name is the directory's if none is given.")
    private List<String> libraries = List.of();

    @Option(
            names = "--skip",
            split = ",",
            paramLabel = "STEP",
            description = "Steps of a Jenkinsfile that are left out, since only a Jenkins has them.")
    private List<String> skipped = List.of();

    boolean given() {
        return jenkinsfile != null;
    }

    /** Checks that the command says one thing only. */
    void verify() {
        List<String> wrong = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(option -> option.longestName())
                .filter(option -> given() ? !goesWithFile(option) : OWN.contains(option))
                .toList();
        if (!wrong.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.join(", ", wrong)
                            + (given()
                                    ? ": does not go with a Jenkinsfile, which says that itself"
                                    : ": goes with a Jenkinsfile only; which?"));
        }
    }

    private static boolean goesWithFile(String option) {
        return OWN.contains(option) || ANYWAY.contains(option) || Again.WHERE.contains(option);
    }

    String name() {
        return jenkinsfile.toString();
    }

    List<String> skipped() {
        return skipped;
    }

    /**
     * Its text.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException if it needs what only a Jenkins can tell
     */
    String text() throws IOException {
        String text = TextFiles.read(jenkinsfile);
        Problems problems = new Problems();
        OF_A_BUILD.stream()
                .filter(name -> !environment.containsKey(name)
                        && Pattern.compile("\\b" + name + "\\b").matcher(text).find())
                .forEach(name -> problems.add(
                        name + ": only a Jenkins numbers its builds; say what it is here: --env " + name + "=…"));
        if (text.contains("currentBuild.number") || text.contains("currentBuild.id")) {
            problems.add("currentBuild.number, currentBuild.id: only a Jenkins numbers its builds; write"
                    + " env.BUILD_NUMBER instead, and give it: --env BUILD_NUMBER=…");
        }
        problems.throwIfAny(name());
        return text;
    }

    Path directory() throws IOException {
        Path folder = directory != null
                ? directory
                : jenkinsfile.toAbsolutePath().normalize().getParent();
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + ": is no directory");
        }
        return folder.toAbsolutePath().normalize();
    }

    /** What surrounds it; nothing is answered that was not carried out. */
    PipelineOptions surroundings(Workspace files) throws IOException {
        PipelineOptions options = PipelineOptions.defaults()
                .workspace(files)
                .parameters(parameters)
                .environment(environment)
                .answers((step, text) -> {
                    throw new StepFailure(step + ": cannot be carried out from here");
                });
        for (Map.Entry<String, Path> library : LibraryFolders.of(libraries).entrySet()) {
            options = options.library(library.getKey(), library.getValue());
        }
        return options;
    }
}
