package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Symbols;
import java.util.List;
import java.util.Map;

/** Steps about the build as a whole. */
final class BuildSteps {

    private BuildSteps() {}

    static List<StepHandler> all() {
        return List.of(
                SimpleStep.of(step("properties").sole("properties", Type.LIST).flow(), BuildSteps::properties));
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
}
