package io.jenkins.plugins.greyrelease.image;

import java.util.List;
import java.util.Optional;

/**
 * What a manifest says of something it refers to.
 *
 * @param mediaType its kind
 * @param digest of its bytes
 * @param size bytes
 * @param platform where it is an image of a list
 * @param urls where else it is; a layer with some is not kept by registries and not copied
 */
public record Descriptor(String mediaType, Digest digest, long size, Optional<Platform> platform, List<String> urls) {

    public Descriptor {
        urls = List.copyOf(urls);
        if (size < 0) {
            throw new IllegalArgumentException("size " + size + " of " + digest + " is negative");
        }
    }

    /** A descriptor of bytes and nothing more. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), List.of());
    }
}
