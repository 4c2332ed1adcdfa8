package io.jenkins.plugins.greyrelease.kube;

import java.util.List;

/**
 * What a list call found.
 *
 * @param items in the server's order, by namespace and name
 * @param resourceVersion where a watch goes on
 */
public record Listing<T>(List<T> items, String resourceVersion) {
    public Listing {
        items = List.copyOf(items);
    }
}
