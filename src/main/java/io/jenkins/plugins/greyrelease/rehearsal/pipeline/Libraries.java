package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Script;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy.PipelineCompiler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Shared libraries in local folders: {@code vars} become global names, {@code src} becomes classes. */
final class Libraries {

    private static final String SUFFIX = ".groovy";

    private final Map<String, Path> folders;
    private final PipelineCompiler compiler;
    private final Set<String> loaded = new TreeSet<>();
    private final Map<String, Class<? extends Script>> variables = new TreeMap<>();

    Libraries(Map<String, Path> folders, PipelineCompiler compiler) {
        this.folders = new TreeMap<>(folders);
        this.compiler = compiler;
    }

    /** The global names that the known libraries would bring, loaded or not. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        folders.values().forEach(folder -> files(folder).forEach(file -> names.add(nameOf(file))));
        return names;
    }

    /** Makes the classes of a library known; before anything that uses them is compiled. */
    Path use(String identifier) {
        String name = identifier.replaceFirst("@.*", "");
        Path folder = folders.get(name);
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StepFailure("no folder is known for the shared library '" + name + "'"
                    + Names.hint(name, folders.keySet()) + "; name one when you start the rehearsal");
        }
        if (loaded.add(name)) {
            compiler.addSources(folder.resolve("src"), name + "/src");
        }
        return folder;
    }

    /** Makes the classes and the global names of a library known. */
    void load(String identifier) {
        String name = identifier.replaceFirst("@.*", "");
        for (Path file : files(use(identifier))) {
            variables.computeIfAbsent(
                    nameOf(file), v -> compiler.compile(read(file), name + "/vars/" + file.getFileName()));
        }
    }

    /** Everything of the libraries that were used by annotation. */
    void loadUsed() {
        List.copyOf(loaded).forEach(this::load);
    }

    Optional<Class<? extends Script>> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static List<Path> files(Path folder) {
        Path vars = folder.resolve("vars");
        if (!Files.isDirectory(vars)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(vars)) {
            return all.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + vars + ": " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
