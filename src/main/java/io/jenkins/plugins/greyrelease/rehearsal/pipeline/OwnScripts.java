package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Script;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy.PipelineCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Parts that are Pipeline code themselves, so that they can wait for steps. Compiled once: they have no state, and
 * compiling them takes longer than most runs.
 */
final class OwnScripts {

    /** Runs Declarative Pipelines. */
    static final Class<? extends Script> DECLARATIVE = compile("declarative");

    /** The global {@code docker}. */
    static final Class<? extends Script> DOCKER = compile("docker");

    private OwnScripts() {}

    private static Class<? extends Script> compile(String name) {
        return new PipelineCompiler(PipelineScript.class).compileHidden(text(name + ".groovy"), "Own_" + name);
    }

    private static String text(String resource) {
        try (InputStream in = OwnScripts.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + ": " + e.getMessage(), e);
        }
    }
}
