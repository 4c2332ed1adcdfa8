package io.jenkins.plugins.greyrelease.jenkins.page;

/**
 * Something to see or to do elsewhere.
 *
 * @param words what it is
 * @param label of the link
 * @param link relative to the page, or from the root; empty: there is no place to go to
 */
record Pointer(String words, String label, String link) {}
