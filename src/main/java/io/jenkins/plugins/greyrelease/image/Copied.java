package io.jenkins.plugins.greyrelease.image;

import java.time.Duration;

/**
 * What one copy cost.
 *
 * @param bytes of blobs that were sent
 * @param sent how many blobs were sent
 * @param mounted how many were taken from another repository of the destination
 * @param present how many were there already
 * @param manifests how many manifests and tags were written
 * @param took from beginning to end
 */
public record Copied(long bytes, int sent, int mounted, int present, int manifests, Duration took) {

    Copied plus(Copied other) {
        return new Copied(
                bytes + other.bytes,
                sent + other.sent,
                mounted + other.mounted,
                present + other.present,
                manifests + other.manifests,
                took.plus(other.took));
    }
}
