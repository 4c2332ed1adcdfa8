package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.FilePath;
import hudson.model.Computer;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.jenkins.release.Attendant;
import io.jenkins.plugins.greyrelease.jenkins.release.WorkspaceFiles;
import io.jenkins.plugins.greyrelease.jenkins.release.WorkspaceLayers;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a freestyle build lends to its release: log and workspace. There is no block: the pods' own checks decide. */
final class BuildAttendant implements Attendant {
    private final PrintStream log;
    private final FilePath workspace;
    private final CompletableFuture<StepOutcome> end = new CompletableFuture<>();

    /** @param workspace null if the build has none */
    BuildAttendant(PrintStream log, FilePath workspace) {
        this.log = log;
        this.workspace = workspace;
    }

    /** When and how the release ends; never fails. */
    CompletableFuture<StepOutcome> end() {
        return end;
    }

    @Override
    public void log(String line) {
        log.println(line);
    }

    @Override
    public CompletableFuture<String> readFile(String path) {
        return CompletableFuture.supplyAsync(
                () -> WorkspaceFiles.read(workspace, path, "the build has none"), Computer.threadPoolForRemoting);
    }

    @Override
    public CompletableFuture<Layers> layers(LayerOrder order) {
        return WorkspaceLayers.begin(workspace, order, "build", "the build has none", this::log);
    }

    @Override
    public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
        return CompletableFuture.completedFuture(new Verdict.Passed());
    }

    @Override
    public void ended(StepOutcome outcome) {
        end.complete(outcome);
    }
}
