package io.jenkins.plugins.greyrelease.image;

import java.util.List;

/**
 * What is to be copied.
 *
 * @param repository its path, the same in both registries
 * @param digest the image or list of images
 * @param tags that are to stand for it at the destination
 * @param mounts other repositories of the destination that may have some of its blobs, such as that of its base image
 * @param signatures whether signatures and whatever else refers to it is copied too
 */
public record CopyTask(String repository, Digest digest, List<String> tags, List<String> mounts, boolean signatures) {

    public CopyTask {
        tags = List.copyOf(tags);
        mounts = List.copyOf(mounts);
    }

    /** An image, by its digest alone. */
    public static CopyTask of(String repository, Digest digest) {
        return new CopyTask(repository, digest, List.of(), List.of(), false);
    }
}
