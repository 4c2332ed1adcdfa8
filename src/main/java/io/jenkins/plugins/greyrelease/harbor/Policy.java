package io.jenkins.plugins.greyrelease.harbor;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * A replication policy. Immutable.
 *
 * @param id Harbor's number of it
 * @param name shown to people
 * @param enabled whether it can be started
 * @param from address of the registry it takes from; empty: the Harbor that has the policy
 * @param to address of the registry it brings to; empty: the Harbor that has the policy
 * @param namespace what stands for the path there; empty: the same path
 * @param replaced how many parts of the path it stands for; -1: all but the last
 * @param filters what it brings; none: everything
 */
public record Policy(
        long id,
        String name,
        boolean enabled,
        Optional<String> from,
        Optional<String> to,
        String namespace,
        int replaced,
        List<Filter> filters) {

    /**
     * One filter.
     *
     * @param type {@code name}, {@code tag}, {@code label} or {@code resource}
     * @param pattern with {@code *}, {@code **}, {@code ?} and {@code {a,b}}
     * @param excludes whether it leaves out what matches
     */
    public record Filter(String type, String pattern, boolean excludes) {

        /** Whether something passes; a pattern that cannot be read lets nothing pass. */
        boolean passes(String text) {
            try {
                boolean matches = FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern)
                        .matches(Path.of(text));
                return matches != excludes;
            } catch (PatternSyntaxException | InvalidPathException e) {
                return false;
            }
        }
    }

    public Policy {
        filters = List.copyOf(filters);
    }

    /** Whether it brings images to this address. */
    boolean goesTo(String url) {
        return to.filter(end -> same(end, url)).isPresent();
    }

    /** Whether it brings images from this address. */
    boolean comesFrom(String url) {
        return from.filter(end -> same(end, url)).isPresent();
    }

    /**
     * Whether it would bring an image to the same path on the other side. What it filters by labels cannot be told from here,
     * so such a policy never counts.
     *
     * @param repository with its project
     * @param tags of the image; none: it has none, and Harbor asks a pattern for tags of the empty text
     */
    boolean brings(String repository, List<String> tags) {
        return enabled
                && target(repository).equals(repository)
                && filters.stream().allMatch(f -> lets(f, repository, tags));
    }

    private static boolean lets(Filter filter, String repository, List<String> tags) {
        return switch (filter.type()) {
            case "name" -> filter.pattern().isEmpty() || filter.passes(repository);
            case "tag" ->
                filter.pattern().isEmpty()
                        || (tags.isEmpty() ? filter.passes("") : tags.stream().anyMatch(filter::passes));
            case "resource" -> List.of("", "image", "artifact").contains(filter.pattern());
            default -> false;
        };
    }

    /**
     * Where a repository goes.
     *
     * <p>Example: {@code team/shop/cart} with namespace {@code prod} and 1 part replaced goes to {@code prod/shop/cart}.
     */
    String target(String repository) {
        if (namespace.isEmpty()) {
            return repository;
        }
        List<String> parts = List.of(repository.split("/"));
        int kept = replaced < 0 ? parts.size() - 1 : Math.min(replaced, parts.size() - 1);
        return namespace + "/" + String.join("/", parts.subList(kept, parts.size()));
    }

    private static boolean same(String one, String other) {
        return address(one).equals(address(other));
    }

    /** Scheme, host and port, whatever way they are written. */
    private static String address(String url) {
        try {
            URI uri = URI.create(url.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            int usual = scheme.equals("http") ? 80 : 443;
            String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
            return scheme + "://" + host + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
        } catch (IllegalArgumentException e) {
            return url;
        }
    }
}
