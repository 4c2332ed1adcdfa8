package io.jenkins.plugins.greyrelease.jenkins.release;

import hudson.FilePath;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import java.io.IOException;

/** Reads the texts that a release wants from a run's workspace. */
public final class WorkspaceFiles {
    private WorkspaceFiles() {}

    /**
     * Reads one; blocks.
     *
     * @param workspace null if there is none
     * @param without what to say then, after "cannot be read without a workspace: "
     * @throws RefusedException with a message for the user if it cannot be read, or is too big
     */
    public static String read(FilePath workspace, String path, String without) {
        if (workspace == null) {
            throw new RefusedException("'" + path + "' cannot be read without a workspace: " + without);
        }
        try {
            FilePath file = workspace.child(path);
            if (!file.exists()) {
                throw new RefusedException("there is no file '" + path + "' in the workspace");
            }
            if (file.length() > Manifests.BIGGEST) {
                throw new RefusedException(
                        "'" + path + "' has " + file.length() + " bytes, at most " + Manifests.BIGGEST + " are read");
            }
            return file.readToString();
        } catch (IOException | InterruptedException e) {
            throw new RefusedException("'" + path + "' cannot be read from the workspace: " + e.getMessage());
        }
    }
}
