package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.BlobSource;

/** Layers that were made, on whatever machine has the files. Closing it deletes them there; it never fails. */
public interface Layers extends AutoCloseable {

    /** What was made. */
    MadeLayers made();

    /** A layer to be read, as often as it takes. */
    BlobSource source(LayerFile layer);

    @Override
    void close();
}
