package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Closure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;

/** A block as the engine knows it. */
record ClosureBody(Closure<?> closure, Position position) implements Body {}
