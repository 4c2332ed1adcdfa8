package io.jenkins.plugins.greyrelease.image.survey;

/**
 * A container of a Deployment, as its pods are to be now.
 *
 * @param cluster name in the fleet
 * @param app name of the Deployment
 * @param container those that run before the others count, too
 * @param image as it is written there
 */
public record Use(String cluster, String namespace, String app, String container, String image) {}
