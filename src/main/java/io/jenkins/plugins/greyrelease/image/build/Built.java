package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * An image that was built and is at its registry.
 *
 * @param image with tag and digest
 * @param base what it stands on, with digest; empty: nothing
 * @param platforms that it runs on
 * @param uploaded bytes that were sent
 * @param kept bytes that were there already, or came from another repository of the same registry
 */
public record Built(ImageRef image, Optional<ImageRef> base, List<Platform> platforms, long uploaded, long kept) {
    public Built {
        platforms = List.copyOf(platforms);
    }
}
