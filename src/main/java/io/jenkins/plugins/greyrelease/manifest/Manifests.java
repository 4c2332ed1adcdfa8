package io.jenkins.plugins.greyrelease.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ordinary Kubernetes manifests: what a user has in files.
 *
 * @param objects those that a release knows, in the files' order, each with a namespace if its kind has one
 * @param others kinds that it does not know; kept, and ignored
 * @param remarks what a person should know, at most one for each reason
 */
public record Manifests(List<HasMetadata> objects, List<GenericKubernetesResource> others, List<String> remarks) {

    /** The biggest file that is read, in bytes. */
    public static final long BIGGEST = 8L * 1024 * 1024;

    public Manifests {
        objects = List.copyOf(objects);
        others = List.copyOf(others);
        remarks = List.copyOf(remarks);
    }

    /**
     * Loads a file, or all {@code .yaml}, {@code .yml} and {@code .json} files that lie directly in a directory.
     *
     * @param namespace of objects that name none
     * @throws ManifestException if anything cannot be read; it says all of it
     */
    public static Manifests load(Path path, String namespace) {
        List<String> problems = new ArrayList<>();
        ManifestReader reader = new ManifestReader(namespace, problems);
        for (Path file : files(path)) {
            String text = text(file, problems);
            if (text != null) {
                reader.read(file.toString(), text);
            }
        }
        return finish(reader, problems);
    }

    /**
     * Reads YAML or JSON.
     *
     * @param file what to call it in errors
     * @param namespace of objects that name none
     * @throws ManifestException if anything cannot be read; it says all of it
     */
    public static Manifests parse(String file, String text, String namespace) {
        List<String> problems = new ArrayList<>();
        ManifestReader reader = new ManifestReader(namespace, problems);
        reader.read(file, text);
        return finish(reader, problems);
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> files = inside.filter(f -> f.toString().matches(".*\\.(yaml|yml|json)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new ManifestException(List.of(path + ": no .yaml, .yml or .json file in this directory"));
            }
            return files;
        } catch (IOException e) {
            throw new ManifestException(List.of(path + ": cannot be listed: " + e.getMessage()));
        }
    }

    /** The text, or null after a problem. */
    private static String text(Path file, List<String> problems) {
        try {
            if (!Files.exists(file)) {
                problems.add(file + ": no such file or directory");
                return null;
            }
            long size = Files.size(file);
            if (size > BIGGEST) {
                problems.add(file + ": " + size + " bytes, at most " + BIGGEST
                        + " are read (8 MiB); split it, or leave out what the app does not need");
                return null;
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            problems.add(file + ": is not UTF-8 text");
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
        return null;
    }

    private static Manifests finish(ManifestReader reader, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        List<String> remarks = new ArrayList<>();
        if (!reader.others().isEmpty()) {
            Map<String, Long> counts = reader.others().stream()
                    .collect(Collectors.groupingBy(HasMetadata::getKind, TreeMap::new, Collectors.counting()));
            String kinds = counts.entrySet().stream()
                    .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " (" + e.getValue() + ")"))
                    .collect(Collectors.joining(", "));
            remarks.add("kept and ignored, because a rehearsal does not act on these kinds: " + kinds);
        }
        if (!reader.owned().isEmpty()) {
            remarks.add("left out, because their owners make them anew: " + String.join(", ", reader.owned()));
        }
        if (!reader.unknown().isEmpty()) {
            remarks.add("fields that nobody knows, ignored: " + String.join(", ", reader.unknown()));
        }
        return new Manifests(reader.objects(), reader.others(), remarks);
    }
}
