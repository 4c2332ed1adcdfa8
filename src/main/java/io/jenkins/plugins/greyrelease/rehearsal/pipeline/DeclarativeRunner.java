package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Script;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy.PipelineCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The source of the code that runs Declarative Pipelines. It is Pipeline code itself, so that it can wait. */
final class DeclarativeRunner {

    /** Compiled once: it has no state, and compiling it takes longer than most runs. */
    static final Class<? extends Script> TYPE =
            new PipelineCompiler(PipelineScript.class).compileHidden(text(), "DeclarativeRunner");

    private DeclarativeRunner() {}

    private static String text() {
        try (InputStream in = DeclarativeRunner.class.getResourceAsStream("declarative.groovy")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read declarative.groovy: " + e.getMessage(), e);
        }
    }
}
