package io.jenkins.plugins.greyrelease.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an image is, in the words of a Deployment: {@code harbor.example/shop/cart:1.2@sha256:…}. Immutable.
 *
 * @param registry host, with a port where it is not the usual one; {@code docker.io} where none was given, as a kubelet
 *     takes it
 * @param repository path in the registry
 * @param tag may be moved; of no weight beside a digest
 * @param digest says exactly which image
 */
public record ImageRef(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    private static final String USUAL_REGISTRY = "docker.io";
    private static final Pattern HOST =
            Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final int LONGEST = 255;

    public ImageRef {
        String whole = registry + "/" + repository;
        check(HOST.matcher(registry).matches(), whole, "'" + registry + "' is no host");
        check(
                REPOSITORY.matcher(repository).matches() && repository.length() <= LONGEST,
                whole,
                "'" + repository
                        + "' is no repository: lower-case letters, digits and '.', '_', '-' between them, parts"
                        + " with '/', at most " + LONGEST);
        check(
                tag.isEmpty() || TAG.matcher(tag.get()).matches(),
                whole,
                "'" + tag.orElse("") + "' is no tag: letters, digits, '_', '.', '-', at most 128, none of the last two"
                        + " at the beginning");
    }

    /**
     * Reads a reference as container runtimes do: the part before the first slash is the registry if it has a dot, a
     * colon or an upper-case letter or is {@code localhost}; a single name belongs to {@code library}.
     *
     * <p>Example: {@code cart:2} is {@code docker.io/library/cart:2}.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static ImageRef of(String text) {
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(digest(text, rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        if (!isHost(first)) {
            return new ImageRef(USUAL_REGISTRY, slash < 0 ? "library/" + rest : rest, tag, digest);
        }
        String repository = rest.substring(slash + 1);
        boolean official = first.equals(USUAL_REGISTRY) && repository.indexOf('/') < 0;
        return new ImageRef(first, official ? "library/" + repository : repository, tag, digest);
    }

    private static boolean isHost(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || first.chars().anyMatch(Character::isUpperCase);
    }

    private static Digest digest(String text, String part) {
        try {
            return Digest.of(part);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no image reference: " + e.getMessage(), e);
        }
    }

    private static void check(boolean good, String whole, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException("'" + whole + "' is no image reference: " + otherwise);
        }
    }

    /** What to ask the registry for: the digest, else the tag, else {@code latest}. */
    public String reference() {
        return digest.map(Digest::toString).orElseGet(() -> tag.orElse("latest"));
    }

    /** The same image, exactly: by digest, with the tag kept for people. */
    public ImageRef at(Digest exact) {
        return new ImageRef(registry, repository, tag, Optional.of(exact));
    }

    /** The same in another registry. */
    public ImageRef in(String otherRegistry) {
        return new ImageRef(otherRegistry, repository, tag, digest);
    }

    /** The text that {@link #of} reads. */
    @Override
    public String toString() {
        return registry + "/" + repository + tag.map(each -> ":" + each).orElse("")
                + digest.map(each -> "@" + each).orElse("");
    }
}
