package io.jenkins.plugins.greyrelease.image.survey;

/** What was found of one container. */
public record Finding(Use use, Stand stand) {}
