package io.jenkins.plugins.greyrelease.jenkins.step;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.jenkins.release.WorkspaceFiles;
import io.jenkins.plugins.greyrelease.jenkins.release.WorkspaceLayers;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * What a pipeline lends to a step of ours while it runs: log, workspace, block, and the end of the step.
 *
 * @param step its name
 */
record StepSurroundings(StepContext context, String step) {
    private static final Logger LOGGER = Logger.getLogger(StepSurroundings.class.getName());

    void log(String line) {
        try {
            context.get(TaskListener.class).getLogger().println(line);
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.WARNING, e, () -> "The run's log did not take: " + line);
        }
    }

    CompletableFuture<String> readFile(String path) {
        return CompletableFuture.supplyAsync(() -> read(path), Computer.threadPoolForRemoting);
    }

    private String read(String path) {
        try {
            return WorkspaceFiles.read(
                    context.get(FilePath.class),
                    path,
                    "put " + step + " into node { }"
                            + (step.equals("canaryBatch") ? ", or give 'image' instead of 'manifest'" : ""));
        } catch (IOException | InterruptedException e) {
            throw new RefusedException("'" + path + "' cannot be read from the workspace: " + e.getMessage());
        }
    }

    CompletableFuture<Layers> layers(LayerOrder order) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return WorkspaceLayers.make(
                                context.get(FilePath.class),
                                order,
                                context.get(FlowNode.class).getId(),
                                "put " + step + " into node { }",
                                this::log);
                    } catch (IOException | InterruptedException e) {
                        throw new RefusedException("the workspace cannot be reached: " + e.getMessage());
                    }
                },
                Computer.threadPoolForRemoting);
    }

    /** Completes when what the step holds has been saved with the run; what is lost if that fails is said. */
    CompletableFuture<Void> save() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Futures.addCallback(
                context.saveState(),
                new FutureCallback<Void>() {
                    @Override
                    public void onSuccess(Void saved) {
                        done.complete(null);
                    }

                    @Override
                    public void onFailure(Throwable why) {
                        LOGGER.log(
                                Level.WARNING,
                                why,
                                () -> "What " + step + " has to know after a restart of Jenkins"
                                        + " could not be saved in " + context);
                        done.complete(null);
                    }
                },
                MoreExecutors.directExecutor());
        return done;
    }

    /** Starts a run of the block, for {@link StepBlock}. */
    BodyExecution body(Map<String, String> environment, String label, BodyExecutionCallback callback)
            throws IOException, InterruptedException {
        EnvironmentExpander expander = EnvironmentExpander.merge(
                context.get(EnvironmentExpander.class), EnvironmentExpander.constant(environment));
        return context.newBodyInvoker()
                .withContext(expander)
                .withDisplayName(label)
                .withCallback(callback)
                .start();
    }

    /**
     * Ends the step.
     *
     * @param fromBlock what the block last threw; null: nothing
     * @param stopped why Jenkins stopped the step; null: it did not
     */
    void finish(StepOutcome outcome, Throwable fromBlock, Throwable stopped) {
        switch (outcome.status()) {
            case SUCCESS -> context.onSuccess(outcome.returned());
            case UNSTABLE -> {
                unstable(outcome.message());
                context.onSuccess(outcome.returned());
            }
            case FAILURE -> context.onFailure(thrown(outcome.message(), false, fromBlock, stopped));
            case ABORTED -> context.onFailure(thrown(outcome.message(), true, fromBlock, stopped));
            case REFUSED, OPEN -> context.onFailure(new AbortException(outcome.message()));
        }
    }

    private void unstable(String message) {
        try {
            FlowNode node = context.get(FlowNode.class);
            node.addAction(new WarningAction(Result.UNSTABLE).withMessage(message));
            context.get(Run.class).setResult(Result.UNSTABLE);
            context.get(TaskListener.class).getLogger().println(message);
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.WARNING, e, () -> "Could not mark the run unstable: " + message);
        }
    }

    /** What the block threw is thrown again; it caused this end. */
    private static Throwable thrown(String message, boolean aborted, Throwable fromBlock, Throwable stopped) {
        if (fromBlock != null && fromBlock instanceof FlowInterruptedException == aborted) {
            return fromBlock;
        }
        if (!aborted) {
            return new AbortException(message);
        }
        return stopped != null ? stopped : new FlowInterruptedException(Result.ABORTED, true, new Interrupted(message));
    }
}
