package io.jenkins.plugins.greyrelease.rehearsal.controllers;

/** A controller of the controller-manager: lives with its process. */
interface Controller {

    /** Its queue of keys. */
    WorkQueue queue();

    /** Loses what it has in memory, as its process dies. */
    void forget();
}
