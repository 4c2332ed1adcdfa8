package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Steps that hand out secrets: placeholders here. */
final class SecretSteps {

    private static final String SUFFIX = "Variable";

    private SecretSteps() {}

    static List<StepHandler> all() {
        return List.of(new SimpleStep(
                step("withCredentials").sole("bindings", Type.LIST).withBlock().flow(), SecretSteps::withCredentials));
    }

    /** Every {@code variable} or {@code …Variable} of a binding gets a placeholder. */
    private static void withCredentials(StepContext context, Args args) {
        Map<String, String> layer = new LinkedHashMap<>();
        for (Object binding : args.list("bindings")) {
            if (!(binding instanceof Map<?, ?> map) || map.get("credentialsId") == null) {
                throw new StepFailure("withCredentials: each binding needs a credentialsId, got " + binding);
            }
            String id = String.valueOf(map.get("credentialsId"));
            map.forEach((key, value) -> {
                String name = String.valueOf(key);
                if (name.equals("variable")) {
                    layer.put(String.valueOf(value), Credentials.placeholder(id, ""));
                } else if (name.endsWith(SUFFIX)) {
                    String part = name.substring(0, name.length() - SUFFIX.length());
                    layer.put(String.valueOf(value), Credentials.placeholder(id, part.toLowerCase(Locale.ROOT)));
                }
            });
        }
        Bodies.once(context, args.body(), context.scope().with(layer));
    }
}
