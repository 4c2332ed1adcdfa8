package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.model.Run;
import io.jenkins.plugins.greyrelease.jenkins.config.JobDefaults;
import io.jenkins.plugins.greyrelease.jenkins.release.Attendant;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.jenkins.release.Undertaking;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.step.ReleaseRequest;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that waits for a release. The release belongs to the {@link ReleaseManager}; this only lends it log, workspace
 * and block, and finds it again after a restart.
 */
final class ReleaseExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final LinkedHashMap<String, Object> arguments;
    private final StepBlock block = new StepBlock();
    /** Of the undertaking; null before it is begun. */
    private volatile String undertaking;
    /** Why Jenkins stopped the step; null: it did not. */
    private volatile Throwable stopped;

    private ReleaseExecution(StepContext context, String step, Map<String, Object> arguments) {
        super(context);
        this.step = step;
        this.arguments = new LinkedHashMap<>(arguments);
    }

    /** An execution of a step whose arguments, with the job's defaults, are good. */
    static ReleaseExecution of(GreyStep step, StepContext context) throws IOException, InterruptedException {
        Map<String, Object> arguments =
                JobDefaults.under(context.get(Run.class).getParent(), step.spec(), step.arguments());
        GreyStep.read(arguments, given -> ReleaseRequest.of(step.spec(), given));
        GreyStep.needBlock(step.spec(), context.hasBody());
        return new ReleaseExecution(context, step.spec().name(), arguments);
    }

    @Override
    public boolean start() throws Exception {
        attend();
        return false;
    }

    @Override
    public void onResume() {
        try {
            attend();
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    private void attend() throws IOException, InterruptedException {
        StepSpec spec = StepSpecs.named(step).orElseThrow();
        Undertaking begun =
                ReleaseManager.get().attend(undertaking, getContext().get(Run.class), spec, arguments, new Waiting());
        undertaking = begun.id();
        if (stopped != null) {
            begun.command(io.jenkins.plugins.greyrelease.rollout.Release.Command.ABORT, Interrupted.words(stopped));
        }
    }

    /** Only records that it is to stop: the step ends when the release has. */
    @Override
    public void stop(Throwable cause) {
        stopped = cause;
        found().ifPresent(begun ->
                begun.command(io.jenkins.plugins.greyrelease.rollout.Release.Command.ABORT, Interrupted.words(cause)));
    }

    @Override
    public String getStatus() {
        return found().map(begun -> begun.app() + ": " + begun.status().replace("\n", "; "))
                .orElse("about to begin");
    }

    private Optional<Undertaking> found() {
        return Optional.ofNullable(undertaking).flatMap(ReleaseManager.get()::undertaking);
    }

    private void finish(StepOutcome outcome) {
        surroundings().finish(outcome, block.failure().orElse(null), stopped);
    }

    private StepSurroundings surroundings() {
        return new StepSurroundings(getContext(), step);
    }

    /** What this run lends to the release. */
    private final class Waiting implements Attendant {
        @Override
        public void log(String line) {
            surroundings().log(line);
        }

        @Override
        public CompletableFuture<String> readFile(String path) {
            return surroundings().readFile(path);
        }

        @Override
        public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
            return block.run(surroundings()::body, environment, label);
        }

        @Override
        public void ended(StepOutcome outcome) {
            block.whenIdle(() -> finish(outcome));
        }
    }
}
