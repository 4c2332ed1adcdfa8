package io.jenkins.plugins.greyrelease.jenkins.release;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.remoting.VirtualChannel;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.greyrelease.image.BlobSource;
import io.jenkins.plugins.greyrelease.image.StreamSource;
import io.jenkins.plugins.greyrelease.image.build.LayerFile;
import io.jenkins.plugins.greyrelease.image.build.LayerMaker;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.image.build.MadeLayers;
import io.jenkins.plugins.greyrelease.image.checkout.Checkout;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * Layers made on the agent that has the workspace, beside it. The controller uploads those that the registry does not
 * have: credentials, certificates and proxies of registries are its own and never leave it.
 */
public final class WorkspaceLayers implements Layers {
    private final FilePath folder;
    private final MadeLayers made;
    private final Consumer<String> log;

    private WorkspaceLayers(FilePath folder, MadeLayers made, Consumer<String> log) {
        this.folder = folder;
        this.made = made;
        this.log = log;
    }

    /**
     * Makes them; blocks.
     *
     * @param workspace null if there is none
     * @param step tells the step from others that use the workspace; what is there of it from before, when Jenkins ended in
     *     the midst of it, is deleted
     * @param without what to do then
     * @param log hears if something is left behind
     * @throws RefusedException without a workspace
     * @throws CompletionException around what went wrong with the files or the agent
     */
    public static Layers make(FilePath workspace, LayerOrder order, String step, String without, Consumer<String> log) {
        if (workspace == null) {
            throw new RefusedException("an image cannot be built without a workspace: " + without);
        }
        try {
            FilePath beside = WorkspaceList.tempDir(workspace);
            beside.mkdirs();
            String name = "grey-layers-" + step;
            for (FilePath each : beside.listDirectories()) {
                if (each.getName().startsWith(name + ".")) {
                    delete(each, log);
                }
            }
            FilePath folder = beside.createTempDir(name, null);
            try {
                return new WorkspaceLayers(folder, workspace.act(new Making(order, folder.getRemote())), log);
            } catch (IOException | InterruptedException | RuntimeException e) {
                delete(folder, log);
                throw e;
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /** As {@link #make}, on a thread that may wait. */
    public static CompletableFuture<Layers> begin(
            FilePath workspace, LayerOrder order, String step, String without, Consumer<String> log) {
        return CompletableFuture.supplyAsync(
                () -> make(workspace, order, step, without, log), Computer.threadPoolForRemoting);
    }

    @Override
    public MadeLayers made() {
        return made;
    }

    @Override
    public BlobSource source(LayerFile layer) {
        FilePath file = folder.child(layer.file());
        return new StreamSource(
                () -> {
                    try {
                        return file.readFromOffset(0);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException("interrupted while " + file + " was being opened", e);
                    }
                },
                Computer.threadPoolForRemoting);
    }

    @Override
    public void close() {
        Computer.threadPoolForRemoting.execute(() -> delete(folder, log));
    }

    private static void delete(FilePath folder, Consumer<String> log) {
        try {
            folder.deleteRecursive();
        } catch (IOException e) {
            log.accept("the folder " + folder.getRemote() + " with the layers is left behind: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.accept("the folder " + folder.getRemote() + " with the layers is left behind");
        }
    }

    /** What is done on the agent. */
    private record Making(LayerOrder order, String into) implements ControllerToAgentFileCallable<MadeLayers> {
        private static final long serialVersionUID = 1L;

        @Override
        public MadeLayers invoke(File workspace, VirtualChannel channel) throws IOException {
            return LayerMaker.make(workspace.toPath(), order, Path.of(into)).of(Checkout.of(workspace.toPath()));
        }
    }
}
