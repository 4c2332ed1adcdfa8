package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import java.util.Arrays;
import java.util.Optional;

/** What paths and references in a build look like. */
public final class Names {
    /** Said of a path in an image that is none. */
    public static final String ABSOLUTE = "must be an absolute path in the image, such as /opt/app, without '..'";

    private Names() {}

    /** What is wrong with an image's name; empty: nothing. */
    static Optional<String> imageProblem(String text) {
        try {
            ImageRef.of(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Whether it is an absolute path with {@code /} that stays where it says. */
    public static boolean isAbsolute(String path) {
        return path.startsWith("/") && !path.contains("\\") && !climbs(path);
    }

    /** Whether it is a relative path that stays inside of where it begins. */
    public static boolean isInside(String path) {
        return !path.startsWith("/") && !path.contains("\\") && !path.matches("[A-Za-z]:.*") && !climbs(path);
    }

    private static boolean climbs(String path) {
        return Arrays.asList(path.split("/")).contains("..");
    }
}
