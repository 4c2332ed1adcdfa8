package io.jenkins.plugins.greyrelease.image;

import java.util.List;

/** The kinds of manifests. */
public final class MediaTypes {
    /** An image in OCI's words. */
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    /** Images of several platforms in OCI's words. */
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    /** An image in Docker's words. */
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    /** Images of several platforms in Docker's words. */
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

    /** All kinds that are understood, for the header {@code Accept}. */
    static final List<String> MANIFESTS = List.of(OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST);

    private MediaTypes() {}

    static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
    }
}
