package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import java.util.concurrent.Callable;

/** A block as the engine knows it: code that throws a CPS invocation when called. */
record CodeBody(Callable<Object> code, Position position) implements Body {}
