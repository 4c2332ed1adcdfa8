package io.jenkins.plugins.greyrelease.image.build;

import java.util.Locale;
import java.util.regex.Pattern;

/** The layers of an unpacked artifact, from what changes seldom to what changes with each build. */
enum ArtifactLayer {
    /** Libraries of fixed versions, and what starts a Spring Boot application. */
    DEPENDENCIES,
    /** Libraries in the making. */
    SNAPSHOTS,
    /** All that is no code. */
    RESOURCES,
    /** The application's own code. */
    CLASSES;

    private static final Pattern LIBRARY = Pattern.compile("(?:.*/)?(?:lib|libs|node_modules|vendor)/.*");
    private static final String SPRING_LOADER = "org/springframework/boot/loader/";

    /** Where a file goes. */
    static ArtifactLayer of(String path) {
        if (LIBRARY.matcher(path).matches() && !path.contains("WEB-INF/classes/")) {
            return path.contains("-SNAPSHOT") ? SNAPSHOTS : DEPENDENCIES;
        }
        if (path.startsWith(SPRING_LOADER)) {
            return DEPENDENCIES;
        }
        return path.endsWith(".class") ? CLASSES : RESOURCES;
    }

    /** Its name where the artifact's layers are called so. */
    String called(String artifact) {
        return artifact + " " + name().toLowerCase(Locale.ROOT);
    }
}
