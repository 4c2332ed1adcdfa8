package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answers;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds a run; immutable.
 *
 * @param workspace files that the run sees
 * @param answers for outside effects
 * @param environment variables that Jenkins would set, such as BRANCH_NAME
 * @param parameters values for build parameters; the others take their defaults
 * @param libraries folders of shared libraries by name
 * @param previous result of the build before
 */
public record PipelineOptions(
        Workspace workspace,
        Answers answers,
        Map<String, String> environment,
        Map<String, Object> parameters,
        Map<String, Path> libraries,
        Optional<Result> previous) {

    /** No files, everything assumed. */
    public static PipelineOptions defaults() {
        return new PipelineOptions(Workspace.inMemory(), Answers.NONE, Map.of(), Map.of(), Map.of(), Optional.empty());
    }

    /** With the files under a folder, which are only read. */
    public PipelineOptions workspace(Workspace files) {
        return new PipelineOptions(files, answers, environment, parameters, libraries, previous);
    }

    /** With answers for outside effects. */
    public PipelineOptions answers(Answers known) {
        return new PipelineOptions(workspace, known, environment, parameters, libraries, previous);
    }

    /** With more environment variables. */
    public PipelineOptions environment(Map<String, String> more) {
        return new PipelineOptions(workspace, answers, merged(environment, more), parameters, libraries, previous);
    }

    /** With more build parameters. */
    public PipelineOptions parameters(Map<String, ?> more) {
        Map<String, Object> all = merged(parameters, more);
        return new PipelineOptions(workspace, answers, environment, all, libraries, previous);
    }

    /** With a shared library: a folder with {@code vars} and {@code src}. */
    public PipelineOptions library(String name, Path folder) {
        Map<String, Path> all = merged(libraries, Map.of(name, folder));
        return new PipelineOptions(workspace, answers, environment, parameters, all, previous);
    }

    /** With a build before this one. */
    public PipelineOptions previous(Result before) {
        return new PipelineOptions(workspace, answers, environment, parameters, libraries, Optional.of(before));
    }

    private static <V> Map<String, V> merged(Map<String, V> old, Map<String, ? extends V> more) {
        Map<String, V> all = new LinkedHashMap<>(old);
        all.putAll(more);
        return all;
    }
}
