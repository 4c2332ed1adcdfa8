package io.jenkins.plugins.greyrelease.image.build;

import java.util.List;

/** Labels and annotations that a build writes itself. */
public final class Labels {
    /** Where the source lies, from the OCI image specification. */
    public static final String SOURCE = "org.opencontainers.image.source";

    /** The commit. */
    public static final String REVISION = "org.opencontainers.image.revision";

    /** When, RFC 3339. */
    public static final String CREATED = "org.opencontainers.image.created";

    /** The base as it was named. */
    public static final String BASE_NAME = "org.opencontainers.image.base.name";

    /** The base's digest. */
    public static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    /** The version, which is the tag it was built under. */
    public static final String VERSION = "org.opencontainers.image.version";

    /** The application type that a base image is for. */
    public static final String TYPE = "io.jenkins.plugins.grey-release.base-type";

    /** Where a base image wants the artifacts of applications. */
    public static final String INTO = "io.jenkins.plugins.grey-release.into";

    private static final List<String> OURS =
            List.of(BASE_NAME, BASE_DIGEST, SOURCE, REVISION, CREATED, VERSION, TYPE, INTO);

    private Labels() {}

    /** All that a build writes itself. */
    static List<String> ours() {
        return OURS;
    }

    /** Whether a build writes it itself, so that nobody else may. */
    public static boolean isOurs(String key) {
        return OURS.contains(key);
    }
}
