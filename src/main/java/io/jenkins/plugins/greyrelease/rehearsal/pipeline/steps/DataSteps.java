package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.io.IOException;
import java.util.List;

/** Steps that read and write JSON and YAML. */
final class DataSteps {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private DataSteps() {}

    static List<StepHandler> all() {
        return List.of(
                SimpleStep.of(
                        reading("readJSON").optional("returnPojo", Type.BOOLEAN),
                        (context, args) -> parse(JSON, context, args)),
                SimpleStep.of(reading("readYaml"), (context, args) -> parse(YAML, context, args)),
                SimpleStep.of(
                        step("writeJSON")
                                .optional("file", Type.STRING)
                                .required("json", Type.ANY)
                                .optional("pretty", Type.INTEGER)
                                .optional("returnText", Type.BOOLEAN)
                                .needsNode()
                                .flow(),
                        (context, args) -> write(JSON, "json", context, args)),
                SimpleStep.of(
                        step("writeYaml")
                                .optional("file", Type.STRING)
                                .required("data", Type.ANY)
                                .optional("overwrite", Type.BOOLEAN)
                                .optional("returnText", Type.BOOLEAN)
                                .needsNode()
                                .flow(),
                        (context, args) -> write(YAML, "data", context, args)));
    }

    private static StepSpec reading(String name) {
        return step(name)
                .optional("file", Type.STRING)
                .optional("text", Type.STRING)
                .needsNode()
                .flow();
    }

    /** One document as itself, several as a list. */
    private static Object parse(ObjectMapper mapper, StepContext context, Args args) {
        String source = args.text("file", "the text");
        String text = args.text("text").orElseGet(() -> FileSteps.read(context, args.text("file", "")));
        try (MappingIterator<Object> documents = mapper.readerFor(Object.class).readValues(text)) {
            List<Object> all = documents.readAll();
            return all.size() == 1 ? all.get(0) : all.isEmpty() ? null : all;
        } catch (IOException | RuntimeException e) {
            throw new StepFailure(
                    "cannot read " + source + ": "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    private static Object write(ObjectMapper mapper, String parameter, StepContext context, Args args) {
        try {
            String text = mapper.writer()
                    .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsString(args.values().get(parameter));
            if (args.flag("returnText", false)) {
                return text;
            }
            String path = Workspace.resolve(context.scope().directory(), args.text("file", ""));
            context.build().workspace().write(path, text);
            return null;
        } catch (JsonProcessingException e) {
            throw new StepFailure("cannot write " + parameter + ": " + e.getOriginalMessage(), e);
        }
    }
}
