package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps.CommonSteps;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of a Jenkinsfile that runs for real, but for those of the plugin. */
final class FileSteps {
    private static final String NOBODY = "there is no terminal to ask at; run it in one, or give --yes";
    private static final List<String> QUESTIONS = List.of("input", "manualApproval");
    /** Parameters that name a file or a folder. */
    private static final Map<String, String> PATHS = Map.of(
            "dir", "path",
            "readFile", "file",
            "writeFile", "file",
            "fileExists", "file",
            "readJSON", "file",
            "writeJSON", "file",
            "readYaml", "file",
            "writeYaml", "file",
            "readProperties", "file");

    private final List<String> skipped;
    private final boolean somebody;
    private final ShellStep shell;

    /** @param somebody whether questions are answered */
    FileSteps(List<String> skipped, boolean somebody) {
        this.skipped = skipped;
        this.somebody = somebody;
        this.shell = new ShellStep(
                CommonSteps.registry(InputGate.NEVER).find("sh").orElseThrow().spec());
    }

    ShellStep shell() {
        return shell;
    }

    /**
     * The steps.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException for steps that are not to be left out
     */
    StepRegistry registry(InputGate gate) {
        StepRegistry all = JenkinsOnly.refuse(CommonSteps.registry(gate).with(shell), skipped);
        for (Map.Entry<String, String> path : PATHS.entrySet()) {
            StepRegistry known = all;
            all = known.find(path.getKey())
                    .map(step -> known.with(new Inside(step, path.getValue())))
                    .orElse(known);
        }
        return answered(all);
    }

    /** With those of the plugin, which ask people as well. */
    StepRegistry withGrey(StepRegistry grey) {
        return answered(grey);
    }

    private StepRegistry answered(StepRegistry all) {
        StepRegistry known = all;
        for (String question : QUESTIONS) {
            if (!somebody && known.find(question).isPresent()) {
                known = known.with(
                        new Unanswered(known.find(question).get().spec().refused(NOBODY)));
            }
        }
        return known;
    }

    private record Unanswered(StepSpec spec) implements StepHandler {
        @Override
        public void start(StepContext context, Map<String, Object> args, Body body) {
            throw new UsageError(context.position(), spec.name() + ": " + NOBODY);
        }
    }

    /** A step on files, which stays inside of the folder: what its path means on this machine is what it gets. */
    private record Inside(StepHandler step, String parameter) implements StepHandler {
        @Override
        public StepSpec spec() {
            return step.spec();
        }

        @Override
        public void start(StepContext context, Map<String, Object> args, Body body) {
            if (!(args.get(parameter) instanceof String given)) {
                step.start(context, args, body);
                return;
            }
            Path root = Path.of(context.build().workspace().root());
            Path meant =
                    root.resolve(context.scope().directory()).resolve(given).normalize();
            if (!meant.startsWith(root)) {
                throw new StepFailure(step.name() + ": " + given + " is outside of " + root);
            }
            Map<String, Object> inside = new LinkedHashMap<>(args);
            if (Path.of(given).isAbsolute()) {
                inside.put(parameter, "/" + root.relativize(meant));
            }
            step.start(context, inside, body);
        }
    }
}
