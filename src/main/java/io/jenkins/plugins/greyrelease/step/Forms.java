package io.jenkins.plugins.greyrelease.step;

import java.util.regex.Pattern;

/** What names and references look like. */
final class Forms {
    /** Name of a Deployment: RFC 1123 subdomain. */
    static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

    static final String NAME_ALLOWED =
            "must be a Kubernetes name: lower-case letters, digits, '-' and '.', at most 253 characters";

    /** Name of a namespace or container: RFC 1123 label. */
    static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

    static final String LABEL_ALLOWED =
            "must be a Kubernetes label name: lower-case letters, digits and '-', at most 63 characters";

    /** An image reference: host and port, path, tag, digest; as the distribution project's reference grammar. */
    static final Pattern IMAGE = Pattern.compile("(?=.{1,600}$)"
            + "(?:[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?(?::\\d{1,5})?/)?"
            + "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*"
            + "(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?");

    static final String IMAGE_ALLOWED =
            "must be an image, such as registry.example/shop/cart:1.4.0 or one with @sha256:<64 hex digits>";

    private Forms() {}
}
