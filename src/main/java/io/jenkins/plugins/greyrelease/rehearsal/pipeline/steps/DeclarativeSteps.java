package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.check.Hidden;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Scope;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps behind sections of a Declarative Pipeline; see {@link Hidden}. */
final class DeclarativeSteps {

    private DeclarativeSteps() {}

    static List<StepHandler> all() {
        return List.of(
                new SimpleStep(
                        step(Hidden.ENVIRONMENT).anyParameters().withBlock().flow(), DeclarativeSteps::environment),
                SimpleStep.of(step(Hidden.SKIP).sole("reason", Type.STRING).flow(), DeclarativeSteps::skip),
                SimpleStep.of(
                        step(Hidden.CONDITION)
                                .required("kind", Type.STRING)
                                .required("text", Type.STRING)
                                .optional("value", Type.ANY)
                                .flow(),
                        (context, args) -> Conditions.holds(context, args)),
                new SimpleStep(
                        step(Hidden.CONTAINER)
                                .required("kind", Type.STRING)
                                .optional("image", Type.STRING)
                                .withBlock(),
                        DeclarativeSteps::container));
    }

    private static void environment(StepContext context, Args args) {
        evaluate(context, args, args.values().entrySet().iterator(), new LinkedHashMap<>());
    }

    /** Each value sees those before it. */
    private static void evaluate(
            StepContext context, Args args, Iterator<Map.Entry<String, Object>> rest, Map<String, String> known) {
        Scope scope = context.scope().with(known);
        if (!rest.hasNext()) {
            Bodies.once(context, args.body(), scope);
            return;
        }
        Map.Entry<String, Object> next = rest.next();
        context.run((Body) next.getValue(), scope, "", result -> {
            if (result.failure().isPresent()) {
                context.fail(result.failure().get());
                return;
            }
            add(known, next.getKey(), result.value());
            evaluate(context, args, rest, known);
        });
    }

    private static void add(Map<String, String> known, String name, Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey(Hidden.CREDENTIALS)) {
            known.putAll(Credentials.environment(name, String.valueOf(map.get(Hidden.CREDENTIALS))));
        } else {
            known.put(name, String.valueOf(value));
        }
    }

    private static Object skip(StepContext context, Args args) {
        String reason = args.text("reason", "");
        context.log(reason);
        context.mark(StepStatus.SKIPPED, reason);
        return null;
    }

    private static void container(StepContext context, Args args) {
        String image = args.text("image", "");
        Answer answer = context.answer(args.text("kind", "") + (image.isEmpty() ? "" : " " + image));
        if (answer.exitCode() != 0) {
            throw new StepFailure("the agent's container did not start: " + answer.output());
        }
        Bodies.once(context, args.body(), context.scope());
    }
}
