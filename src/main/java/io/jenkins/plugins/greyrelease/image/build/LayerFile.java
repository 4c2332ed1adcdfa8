package io.jenkins.plugins.greyrelease.image.build;

import java.io.Serializable;

/**
 * A layer that lies in a file, compressed, on the machine where it was made.
 *
 * @param name what it holds, such as {@code dependencies}
 * @param file path of the file
 * @param digest of the file, {@code sha256:…}
 * @param diffId digest of what is in it, uncompressed, {@code sha256:…}
 * @param size bytes of the file
 * @param files how many files are in it, without folders
 */
public record LayerFile(String name, String file, String digest, String diffId, long size, int files)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
