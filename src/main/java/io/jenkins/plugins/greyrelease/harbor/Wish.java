package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.image.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be at the destinations.
 *
 * @param repository with its project, the same everywhere
 * @param digest the image
 * @param tags that are to stand for it; none: by its digest alone
 * @param via how it gets there
 * @param limit how long all of it may take
 * @param worst the worst vulnerability that a scan at the destination may have found; empty: nobody asks
 * @param signed whether a signature has to be there too
 */
public record Wish(
        String repository,
        Digest digest,
        List<String> tags,
        Via via,
        Duration limit,
        Optional<Severity> worst,
        boolean signed) {

    /** How an image gets to a registry. */
    public enum Via {
        /** By replication where a policy for it exists, else by a copy. */
        AUTO,
        /** By a replication policy of Harbor. */
        REPLICATION,
        /** From registry to registry, through this process. */
        COPY
    }

    public Wish {
        tags = List.copyOf(tags);
    }

    /** For messages: {@code shop/cart@sha256:…}. */
    String image() {
        return repository + "@" + digest;
    }
}
