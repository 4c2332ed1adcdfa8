package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registry;

/**
 * Where an image is read that another one is built on.
 *
 * @param image what is asked for there: the same image, or the one that stands for it in a rehearsal
 */
public record Place(Registry registry, ImageRef image) {}
