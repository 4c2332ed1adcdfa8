package io.jenkins.plugins.greyrelease.runtime;

/** Source of random identifiers; a simulation hands in a seeded one. */
public interface Ids {

    /**
     * A fresh identifier of lower-case letters and digits that starts with a letter, fit for the end of a Kubernetes
     * name.
     *
     * @param length characters, 4 to 32
     */
    String next(int length);
}
