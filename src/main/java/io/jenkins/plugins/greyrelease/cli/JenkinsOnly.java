package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.check.Hidden;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Symbols;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.List;
import java.util.Map;

/** Steps that do something in Jenkins alone. A real run never pretends them: it refuses them, or leaves them out. */
final class JenkinsOnly {
    private static final List<String> STEPS = List.of(
            "bat",
            "powershell",
            "pwsh",
            "git",
            "junit",
            "archiveArtifacts",
            "build",
            "httpRequest",
            "mail",
            "emailext",
            "slackSend",
            "publishHTML",
            "withCredentials",
            "sshagent",
            "withKubeConfig",
            "withDockerRegistry",
            "withDockerServer",
            "withMaven",
            "withSonarQubeEnv",
            "configFileProvider",
            "container",
            "wrap",
            "ws",
            "throttle",
            "tool",
            "lock",
            "milestone",
            "stash",
            "unstash",
            "deleteDir",
            "cleanWs",
            Hidden.DOCKER,
            Hidden.CONTAINER,
            Hidden.CONDITION);

    private static final String CHECKOUT = "checkout";
    private static final String CREDENTIALS = "credentials";

    private static final String WHY =
            "only a Jenkins can do that, and it is not pretended here. Run the pipeline there,"
                    + " take the step out, or leave it out of this run: --skip ";

    private JenkinsOnly() {}

    /**
     * The steps of a real run.
     *
     * @param all what a rehearsal knows
     * @param skipped names of steps that are left out; also such as only some plugin of Jenkins has
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException for a step that is not to be left out
     */
    static StepRegistry refuse(StepRegistry all, List<String> skipped) {
        Problems problems = new Problems();
        StepRegistry known = all;
        for (String name : STEPS) {
            StepHandler step = all.find(name).orElseThrow(() -> new IllegalStateException("no step " + name));
            known = known.with(new Refused(step.spec().refused(WHY + "'" + name + "'")));
        }
        known = known.with(
                new Checkout(all.find(CHECKOUT).orElseThrow().spec().refused(WHY + CHECKOUT)),
                new Refused(StepSpec.step(CREDENTIALS)
                        .anyParameters()
                        .refused("only a Jenkins has credentials; set the variable where grey runs, and take it out")));
        for (String name : skipped) {
            boolean runs = known.find(name)
                    .filter(step -> step.spec().refusal().isEmpty())
                    .isPresent();
            boolean ours = StepSpecs.all().stream().anyMatch(step -> step.name().equals(name));
            if (runs || ours || name.equals(CREDENTIALS)) {
                problems.bad("--skip", name, "is not left out: what comes after it rests on it");
            } else {
                known = known.with(
                        new LeftOut(all.find(name).map(StepHandler::spec).orElseGet(() -> unknown(name))));
            }
        }
        problems.throwIfAny("steps");
        return known;
    }

    private static StepSpec unknown(String name) {
        return StepSpec.step(name)
                .soleOptional("value", StepSpec.Type.ANY)
                .anyParameters()
                .withOptionalBlock();
    }

    private static UsageError refusal(StepContext context, StepSpec spec) {
        return new UsageError(
                context.position(), spec.name() + ": " + spec.refusal().orElseThrow());
    }

    /** Found in the text before anything runs, mostly; where not, at its turn. */
    private record Refused(StepSpec spec) implements StepHandler {
        @Override
        public void start(StepContext context, Map<String, Object> args, Body body) {
            throw refusal(context, spec);
        }
    }

    /** That of a Declarative Pipeline, which nobody wrote, means the files that are there. */
    private record Checkout(StepSpec spec) implements StepHandler {
        @Override
        public void start(StepContext context, Map<String, Object> args, Body body) {
            boolean own = args.get("scm") instanceof Map<?, ?> scm && "scm".equals(scm.get(Symbols.KIND));
            if (!own) {
                throw refusal(context, spec);
            }
            context.log("nothing is checked out: the files are those of "
                    + context.build().workspace().root() + " as they are");
            context.succeed(Map.of());
        }
    }

    /** Does nothing; a block runs without what the step puts around it. */
    private record LeftOut(StepSpec spec) implements StepHandler {
        @Override
        public void start(StepContext context, Map<String, Object> args, Body body) {
            context.log(spec.name() + ": left out");
            if (body == null) {
                context.succeed(null);
                return;
            }
            context.run(body, context.scope(), "", end -> end.failure()
                    .ifPresentOrElse(context::fail, () -> context.succeed(end.value())));
        }
    }
}
