package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Scope;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps that structure a Jenkinsfile. */
final class FlowSteps {

    private FlowSteps() {}

    static List<StepHandler> all() {
        return List.of(
                SimpleStep.of(step("echo").sole("message", Type.ANY).flow(), FlowSteps::echo),
                SimpleStep.of(step("error").soleOptional("message", Type.STRING).flow(), FlowSteps::error),
                new SimpleStep(
                        step("stage")
                                .sole("name", Type.STRING)
                                .optional("concurrency", Type.INTEGER)
                                .withOptionalBlock()
                                .flow(),
                        FlowSteps::stage),
                new SimpleStep(
                        step("node")
                                .soleOptional("label", Type.STRING)
                                .withBlock()
                                .flow(),
                        FlowSteps::node),
                new SimpleStep(step("script").withBlock().flow(), FlowSteps::plainBlock),
                new SimpleStep(
                        step("withEnv").sole("overrides", Type.LIST).withBlock().flow(), FlowSteps::withEnv));
    }

    private static Object echo(StepContext context, Args args) {
        args.text("message", "null").lines().forEach(context::log);
        return null;
    }

    private static Object error(StepContext context, Args args) {
        throw new StepFailure(args.text("message", ""));
    }

    private static void stage(StepContext context, Args args) {
        if (args.body() == null) {
            context.log("stage '" + args.text("name", "") + "' without a block only writes this line");
            context.succeed(null);
            return;
        }
        Scope scope = context.scope().with(Map.of("STAGE_NAME", args.text("name", "")));
        Bodies.once(context, args.body(), scope);
    }

    private static void node(StepContext context, Args args) {
        String label = args.text("label", "");
        String name = label.isBlank() ? "built-in" : label;
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("NODE_NAME", name);
        variables.put("NODE_LABELS", name);
        variables.put("EXECUTOR_NUMBER", "0");
        variables.put("WORKSPACE", context.build().workspace().root());
        Bodies.once(context, args.body(), context.scope().on(name).with(variables));
    }

    private static void plainBlock(StepContext context, Args args) {
        Bodies.once(context, args.body(), context.scope());
    }

    private static void withEnv(StepContext context, Args args) {
        Map<String, String> layer = new LinkedHashMap<>();
        for (Object override : args.list("overrides")) {
            String text = String.valueOf(override);
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new StepFailure("withEnv wants a list of 'NAME=value', got '" + text + "'");
            }
            layer.put(text.substring(0, equals), text.substring(equals + 1));
        }
        Bodies.once(context, args.body(), context.scope().with(layer));
    }
}
