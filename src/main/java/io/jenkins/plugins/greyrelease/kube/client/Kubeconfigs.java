package io.jenkins.plugins.greyrelease.kube.client;

import io.jenkins.plugins.greyrelease.runtime.Names;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The kubeconfig files of a person, as {@code kubectl} finds them: several files count as one, in which the first that
 * has a context says what it is. Cluster and user of a context stand in the same file as the context.
 *
 * <p>Immutable; files are read anew with every call, and reading blocks.
 *
 * @param files in order; those that are not there count as empty
 */
public record Kubeconfigs(List<Path> files) {

    public Kubeconfigs {
        files = List.copyOf(files);
    }

    /**
     * Those of {@code KUBECONFIG}, or {@code ~/.kube/config} where that is not set.
     *
     * @param environment of the process
     * @param home the person's folder
     */
    public static Kubeconfigs of(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("KUBECONFIG", "");
        List<Path> files = Arrays.stream(named.split(File.pathSeparator))
                .filter(each -> !each.isBlank())
                .map(Path::of)
                .toList();
        return new Kubeconfigs(files.isEmpty() ? List.of(home.resolve(".kube").resolve("config")) : files);
    }

    /** The contexts of all files. */
    public List<String> contexts() {
        return readers().stream()
                .flatMap(each -> each.contexts().stream())
                .distinct()
                .toList();
    }

    /**
     * How to sign in with a context.
     *
     * @param context its name; never another one is taken
     * @throws IllegalStateException if it is not there or cannot be used; the message holds no secret
     */
    public Login.KubeconfigFile login(String context) {
        for (KubeconfigReader each : readers()) {
            if (each.contexts().contains(context)) {
                // what is wrong with it is said here, before anything has begun
                each.endpoint(context);
                return new Login.KubeconfigFile(each.file().orElseThrow(), context);
            }
        }
        List<String> known = contexts();
        throw new LoginException(this
                + (known.isEmpty() ? " has no contexts" : " has no context '" + context + "'")
                + Names.hint(context, known)
                + (known.isEmpty() ? "" : " (known: " + String.join(", ", known) + ")"));
    }

    private List<KubeconfigReader> readers() {
        List<KubeconfigReader> readers = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                readers.add(new KubeconfigReader(
                        file.toString(), Endpoints.text(file), Optional.of(file.toAbsolutePath())));
            }
        }
        if (readers.isEmpty()) {
            throw new LoginException(this + ": no such file");
        }
        return readers;
    }

    /** The files' names. */
    @Override
    public String toString() {
        return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
