package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code parallel}: branches take turns, in the order in which they were written. */
final class ParallelStep implements StepHandler {

    @Override
    public StepSpec spec() {
        return step("parallel")
                .optional("failFast", Type.BOOLEAN)
                .anyParameters()
                .flow();
    }

    @Override
    public void start(StepContext context, Map<String, Object> args, Body body) {
        Map<String, Body> branches = new LinkedHashMap<>();
        args.forEach((name, value) -> {
            if (value instanceof Body branch) {
                branches.put(name, branch);
            } else if (!name.equals("failFast")) {
                throw new StepFailure("parallel: branch '" + name + "' must be a block, got " + value);
            }
        });
        new Fork(context, Boolean.TRUE.equals(args.get("failFast"))).begin(branches);
    }

    /** One call. */
    private static final class Fork {
        private final StepContext context;
        private final boolean failFast;
        private final Map<String, BodyRun> running = new LinkedHashMap<>();
        private final Map<String, Object> values = new LinkedHashMap<>();
        private Throwable worst;

        Fork(StepContext context, boolean failFast) {
            this.context = context;
            this.failFast = failFast;
        }

        void begin(Map<String, Body> branches) {
            if (branches.isEmpty()) {
                context.succeed(values);
            }
            branches.keySet().forEach(name -> values.put(name, null));
            branches.forEach((name, body) ->
                    running.put(name, context.run(body, context.scope(), name, result -> ended(name, result))));
        }

        private void ended(String name, BodyResult result) {
            running.remove(name);
            values.put(name, result.value());
            result.failure().ifPresent(failure -> failed(name, failure));
            if (running.isEmpty()) {
                finish();
            }
        }

        private void failed(String name, Throwable failure) {
            context.log("Failed in branch " + name);
            boolean first = worst == null;
            boolean replacesAbort = worst instanceof Interruption && !(failure instanceof Interruption);
            worst = first || replacesAbort ? failure : worst;
            if (failFast && first) {
                Interruption why = new Interruption(Result.ABORTED, "Failed in branch " + name);
                new LinkedHashMap<>(running).values().forEach(branch -> branch.cancel(why));
            }
        }

        private void finish() {
            if (worst == null) {
                context.succeed(values);
            } else {
                context.fail(worst);
            }
        }
    }
}
