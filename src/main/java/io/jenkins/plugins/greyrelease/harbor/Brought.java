package io.jenkins.plugins.greyrelease.harbor;

/**
 * An image that is at a destination, as the destination itself said.
 *
 * @param how in words, such as {@code was there already} or {@code copied: 3 blobs, 40.0 MB in 16s}
 */
public record Brought(String how) {}
