package io.jenkins.plugins.greyrelease.step;

/**
 * The run that a step is part of.
 *
 * @param id identifies it and stays the same when it is taken up again, such as {@code shop/release#12}
 * @param url of its page; empty: it has none
 */
public record RunRef(String id, String url) {}
