package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.build.DefinitionReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** What defines a base image. */
sealed interface BaseSource {
    /** The text of the file. */
    String text();

    /** An {@code image.yaml}. */
    record Yaml(String text) implements BaseSource {}

    /**
     * A Dockerfile.
     *
     * @param folder the context
     * @param file its name, for messages
     */
    record Docker(String folder, String file, String text) implements BaseSource {}

    /** {@code Dockerfile}, {@code Dockerfile.alpine} or {@code php.Dockerfile}. */
    Pattern DOCKERFILE = Pattern.compile("(?:(.*)/)?((?:[\\w.-]+\\.)?[Dd]ockerfile(?:\\.[\\w.-]+)?)");

    /**
     * Reads it.
     *
     * @param definition a folder, where {@code image.yaml} is looked for first, or a Dockerfile
     * @return fails with a {@link RefusedException} if there is neither
     */
    static CompletableFuture<BaseSource> read(Host host, String definition) {
        var named = DOCKERFILE.matcher(definition);
        if (named.matches()) {
            String folder = named.group(1) == null ? "." : named.group(1);
            return host.readFile(definition).thenApply(text -> new Docker(folder, definition, text));
        }
        String yaml = definition + "/" + DefinitionReader.FILE;
        String docker = definition + "/Dockerfile";
        return host.readFile(yaml)
                .<BaseSource>thenApply(Yaml::new)
                .handle((source, failure) -> failure == null
                        ? CompletableFuture.completedFuture(source)
                        : host.readFile(docker)
                                .<BaseSource>thenApply(text -> new Docker(definition, docker, text))
                                .exceptionally(other -> {
                                    throw new RefusedException("definition: neither " + yaml + " nor " + docker
                                            + " can be read: " + words(failure) + "; " + words(other));
                                }))
                .thenCompose(source -> source);
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
