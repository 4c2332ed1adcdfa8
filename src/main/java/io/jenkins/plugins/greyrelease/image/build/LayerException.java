package io.jenkins.plugins.greyrelease.image.build;

import java.io.IOException;

/** The files do not make layers; the message says why and what to do. It travels from the machine with the files. */
public final class LayerException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message for the user, whole sentences */
    public LayerException(String message) {
        super(message);
    }
}
