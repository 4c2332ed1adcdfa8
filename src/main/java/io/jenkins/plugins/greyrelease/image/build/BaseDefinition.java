package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A base image as a folder in the repository defines it, in its {@code image.yaml}. Read with {@link DefinitionReader}.
 *
 * @param from the image it stands on; {@code scratch}: none
 * @param platforms such as {@code linux/amd64}; none: the base's own, or {@link Platforms#USUAL} of several
 * @param layers what the folder's files become, paths relative to it
 * @param settings what runs in it and how
 * @param into where the artifacts of applications go, absolute; empty: nowhere in particular
 */
public record BaseDefinition(
        String from, List<Platform> platforms, LayerOrder layers, Settings settings, Optional<String> into) {

    /** The base that is no image. */
    public static final String SCRATCH = "scratch";

    public BaseDefinition {
        platforms = List.copyOf(platforms);
    }

    /**
     * What an image says about the containers that run it; what is empty stays as the base has it.
     *
     * @param environment added to the base's
     * @param user name or id, with or without group
     * @param labels added to the base's
     * @param entrypoint replaces the base's, and its command with it
     * @param command arguments of the entrypoint
     * @param workdir absolute
     * @param ports such as {@code 8080} or {@code 53/udp}
     */
    public record Settings(
            SortedMap<String, String> environment,
            Optional<String> user,
            SortedMap<String, String> labels,
            List<String> entrypoint,
            List<String> command,
            Optional<String> workdir,
            List<String> ports) {

        public Settings {
            entrypoint = List.copyOf(entrypoint);
            command = List.copyOf(command);
            ports = List.copyOf(ports);
        }
    }
}
