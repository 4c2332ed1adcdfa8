package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.checkout.Checkout;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an image was built from, for its labels. It is part of what is built: the same source at another commit is another
 * image.
 *
 * @param source where the source lies
 * @param revision the commit
 * @param created when the image counts as created, such as the commit's time; never the clock. {@link Instant#EPOCH}: nobody
 *     said it
 */
public record Origin(Optional<String> source, Optional<String> revision, Instant created) {
    /** Nothing is known. */
    public static final Origin UNKNOWN = new Origin(Optional.empty(), Optional.empty(), Instant.EPOCH);

    /** With what a checkout tells where nothing is said. */
    Origin or(Checkout checkout) {
        return new Origin(
                source.or(() -> said(checkout.source())),
                revision.or(() -> said(checkout.revision())),
                created.equals(Instant.EPOCH) ? checkout.committed() : created);
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The labels that say so, with those of the base and the version. */
    public SortedMap<String, String> labels(Base base, String version) {
        SortedMap<String, String> labels = new TreeMap<>();
        // whoever may pull the image reads its labels, and GIT_URL may have a password in it
        source.ifPresent(text -> labels.put(Labels.SOURCE, Redaction.plain(text)));
        revision.ifPresent(text -> labels.put(Labels.REVISION, text));
        labels.put(Labels.CREATED, created.toString());
        labels.put(Labels.VERSION, version);
        base.name().ifPresent(image -> {
            labels.put(
                    Labels.BASE_NAME,
                    image.registry() + "/" + image.repository()
                            + image.tag().map(tag -> ":" + tag).orElse(""));
            labels.put(Labels.BASE_DIGEST, image.digest().orElseThrow().toString());
        });
        return labels;
    }
}
