package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;

/** A script's wish to run a step; what a program hands out when it suspends. */
record StepCall(StepHandler handler, Object[] arguments) {}
