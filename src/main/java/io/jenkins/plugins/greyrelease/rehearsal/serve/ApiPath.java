package io.jenkins.plugins.greyrelease.rehearsal.serve;

import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.KnownKinds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What a path of the API names.
 *
 * @param namespace null for all
 * @param name null for the whole collection
 * @param subresource such as {@code scale}, or empty
 */
record ApiPath(Kind<?> kind, String namespace, String name, String subresource) {

    /**
     * Reads a path; empty if nothing is served there.
     *
     * <p>Example: {@code /apis/apps/v1/namespaces/shop/deployments/cart/scale} is the scale of deployment cart in shop.
     */
    static Optional<ApiPath> of(String rawPath) {
        Deque<String> left = new ArrayDeque<>();
        for (String segment : rawPath.split("/")) {
            if (!segment.isEmpty()) {
                left.add(URLDecoder.decode(segment, StandardCharsets.UTF_8));
            }
        }
        String root = left.isEmpty() ? "" : left.remove();
        if (!root.equals("api") && !root.equals("apis") || left.size() < (root.equals("api") ? 2 : 3)) {
            return Optional.empty();
        }
        String group = root.equals("api") ? "" : left.remove();
        String version = left.remove();
        String namespace = null;
        if (left.peek().equals("namespaces") && left.size() >= 3) {
            left.remove();
            namespace = left.remove();
        }
        String plural = left.remove();
        String name = left.poll();
        String subresource = left.isEmpty() ? "" : left.remove();
        String inside = namespace;
        return left.isEmpty()
                ? KnownKinds.served(group, version, plural).map(kind -> new ApiPath(kind, inside, name, subresource))
                : Optional.empty();
    }
}
