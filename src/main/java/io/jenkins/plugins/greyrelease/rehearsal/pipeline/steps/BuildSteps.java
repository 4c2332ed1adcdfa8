package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Symbols;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps about the build as a whole. */
final class BuildSteps {

    /** Steps that change how a block's output or tools look, which makes no difference here. */
    private static final List<String> TRANSPARENT = List.of(
            "timestamps",
            "ansiColor",
            "wrap",
            "sshagent",
            "withKubeConfig",
            "withDockerRegistry",
            "withDockerServer",
            "withMaven",
            "withSonarQubeEnv",
            "configFileProvider",
            "container",
            "ws",
            "throttle");

    private BuildSteps() {}

    static List<StepHandler> all() {
        List<StepHandler> all = new ArrayList<>(List.of(
                SimpleStep.of(step("properties").sole("properties", Type.LIST).flow(), BuildSteps::properties),
                SimpleStep.of(
                        step("milestone")
                                .soleOptional("ordinal", Type.INTEGER)
                                .optional("label", Type.STRING)
                                .optional("unsafe", Type.BOOLEAN)
                                .flow(),
                        BuildSteps::milestone),
                SimpleStep.of(
                        step("stash")
                                .sole("name", Type.STRING)
                                .optional("includes", Type.STRING)
                                .optional("excludes", Type.STRING)
                                .optional("allowEmpty", Type.BOOLEAN)
                                .optional("useDefaultExcludes", Type.BOOLEAN)
                                .needsNode()
                                .flow(),
                        BuildSteps::stash),
                SimpleStep.of(
                        step("unstash").sole("name", Type.STRING).needsNode().flow(), BuildSteps::unstash),
                SimpleStep.of(
                        step("tool")
                                .sole("name", Type.STRING)
                                .optional("type", Type.STRING)
                                .needsNode()
                                .flow(),
                        (context, args) -> "/tools/" + args.text("name", ""))));
        for (String name : TRANSPARENT) {
            all.add(new SimpleStep(
                    step(name)
                            .soleOptional("value", Type.ANY)
                            .anyParameters()
                            .withBlock()
                            .flow(),
                    (context, args) -> Bodies.once(context, args.body(), context.scope())));
        }
        return List.copyOf(all);
    }

    /** Of a job's properties only the parameters matter here: their defaults hold at once. */
    private static Object properties(StepContext context, Args args) {
        for (Object property : args.list("properties")) {
            if (property instanceof Map<?, ?> map
                    && List.of("parameters", "ParametersDefinitionProperty").contains(map.get(Symbols.KIND))) {
                Object definitions = map.containsKey("value") ? map.get("value") : map.get("parameterDefinitions");
                ParameterDefinitions.defaults(definitions instanceof List<?> list ? list : List.of())
                        .forEach(context.build()::defaultParameter);
            }
        }
        return null;
    }

    /** There is no other build to overtake; only the order within this one can be wrong. */
    private static Object milestone(StepContext context, Args args) {
        Milestones passed = context.build().shared(Milestones.class, Milestones::new);
        long ordinal = args.number("ordinal", passed.last + 1);
        if (ordinal <= passed.last) {
            throw new StepFailure("milestone " + ordinal + " comes after milestone " + passed.last
                    + ": ordinals must rise within a build");
        }
        passed.last = ordinal;
        return null;
    }

    private static Object stash(StepContext context, Args args) {
        Workspace copy = Workspace.inMemory();
        context.build().workspace().written().forEach((path, text) -> text.ifPresent(t -> copy.write(path, t)));
        context.build().stashes().put(args.text("name", ""), copy);
        return null;
    }

    private static Object unstash(StepContext context, Args args) {
        String name = args.text("name", "");
        Workspace stash = context.build().stashes().get(name);
        if (stash == null) {
            throw new StepFailure("there is no stash '" + name + "'; stashed so far: "
                    + context.build().stashes().keySet());
        }
        stash.written()
                .forEach((path, text) ->
                        text.ifPresent(t -> context.build().workspace().write(path, t)));
        return null;
    }

    /** The last one that was passed. */
    private static final class Milestones {
        private long last;
    }
}
