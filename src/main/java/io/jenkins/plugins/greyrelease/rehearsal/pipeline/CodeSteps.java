package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.util.Map;

/** Steps that bring more code: {@code load} and {@code library}. */
final class CodeSteps {

    private CodeSteps() {}

    static StepRegistry addTo(StepRegistry steps, Engine engine) {
        return steps.with(new Load(engine), new Library(engine));
    }

    /** {@code load 'file.groovy'}: runs it and returns what it returns. */
    private record Load(Engine engine) implements StepHandler {

        @Override
        public StepSpec spec() {
            return StepSpec.step("load").sole("path", Type.STRING).needsNode().flow();
        }

        @Override
        public void start(StepContext context, Map<String, Object> args, Body none) {
            String path = String.valueOf(args.get("path"));
            String text = context.build()
                    .workspace()
                    .read(Workspace.resolve(context.scope().directory(), path))
                    .orElseThrow(() -> new StepFailure("load: there is no file '" + path + "' in the workspace"));
            Body body =
                    new CodeBody(engine.script(engine.compiler().compile(text, path))::run, new Position(path, 0, 0));
            context.run(body, context.scope(), "", result -> {
                if (result.failure().isPresent()) {
                    context.fail(result.failure().get());
                } else {
                    context.succeed(result.value());
                }
            });
        }
    }

    /** {@code library 'name@version'}: the version is up to the folder. */
    private record Library(Engine engine) implements StepHandler {

        @Override
        public StepSpec spec() {
            return StepSpec.step("library")
                    .sole("identifier", Type.STRING)
                    .optional("changelog", Type.BOOLEAN)
                    .optional("retriever", Type.ANY)
                    .flow();
        }

        @Override
        public void start(StepContext context, Map<String, Object> args, Body none) {
            engine.libraries().load(String.valueOf(args.get("identifier")));
            context.succeed(null);
        }
    }
}
