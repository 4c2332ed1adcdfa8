package io.jenkins.plugins.greyrelease.image;

import java.util.Optional;

/**
 * Something that refers to a manifest.
 *
 * @param descriptor what it is
 * @param artifactType its purpose, such as {@code application/vnd.cncf.notary.signature}; empty: not said
 * @param tag the tag it is found by where a registry has no referrers API
 */
public record Referrer(Descriptor descriptor, String artifactType, Optional<String> tag) {
    private static final String COSIGN = "application/vnd.dev.cosign.artifact.sig.v1+json";
    private static final String SIGSTORE = "application/vnd.dev.sigstore.bundle";
    private static final String NOTARY = "application/vnd.cncf.notary.signature";

    /** The tag under which cosign keeps signatures of a manifest. */
    static String cosignTag(Digest subject) {
        return subject.algorithm() + "-" + subject.hex() + ".sig";
    }

    /** A signature that is found by its tag. */
    static Referrer cosign(Descriptor descriptor, String tag) {
        return new Referrer(descriptor, COSIGN, Optional.of(tag));
    }

    /** Whether it is a signature: of cosign, a Sigstore bundle, or of Notary. It is not checked here. */
    public boolean signature() {
        return artifactType.equals(COSIGN) || artifactType.startsWith(SIGSTORE) || artifactType.equals(NOTARY);
    }
}
