package io.jenkins.plugins.greyrelease.jenkins.page;

/**
 * A question that a run waits for an answer to.
 *
 * @param message what is asked
 * @param link where it can be answered, relative to the run
 */
record Approval(String message, String link) {}
