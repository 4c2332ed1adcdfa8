package io.jenkins.plugins.greyrelease.image.build;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What files become layers of an image. It travels to the machine that has the files.
 *
 * @param folder where the paths of the parts begin, from the workspace; empty: the workspace itself
 * @param parts in the order of the layers; those of the same layer come together
 * @param allowed files that may go into a layer although they look like credentials, as they are named when refused
 */
public record LayerOrder(String folder, List<Part> parts, List<String> allowed) implements Serializable {
    private static final long serialVersionUID = 1L;

    public LayerOrder {
        // plain lists travel everywhere
        parts = new ArrayList<>(parts);
        allowed = new ArrayList<>(allowed);
    }

    /** How a part becomes files. */
    public enum Kind {
        /** A file under its new name, or all that is in a folder. */
        FILES,
        /** All that is in a folder but what its {@code .dockerignore} leaves out. */
        CONTEXT,
        /** A jar, war, zip, tar or tar.gz unpacked, or a folder: dependencies, resources and classes in layers of their own. */
        ARTIFACT
    }

    /** Whether files can be run. */
    public enum Mode {
        /** As their owner can run them. */
        AS_THEY_ARE,
        /** All of them. */
        RUNNABLE,
        /** None of them. */
        PLAIN
    }

    /**
     * Some files.
     *
     * @param layer its name; that of an artifact is a prefix
     * @param from file or folder, relative
     * @param to absolute path in the image: of the file, or of the folder the files go into
     */
    public record Part(String layer, Kind kind, String from, String to, Mode mode) implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
