package io.jenkins.plugins.greyrelease.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What content is known by: the hash of its bytes. Immutable.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex 64 or 128 lower-case hex digits
 */
public record Digest(String algorithm, String hex) {
    private static final Pattern SHAPE = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
    private static final int SHORT = 12;

    public Digest {
        if (!SHAPE.matcher(algorithm + ":" + hex).matches()) {
            throw new IllegalArgumentException("'" + algorithm + ":" + hex
                    + "' is no digest; wanted are sha256: and 64 hex digits, or sha512: and 128");
        }
    }

    /**
     * Reads {@code sha256:…}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Digest of(String text) {
        int colon = text.indexOf(':');
        return new Digest(text.substring(0, Math.max(0, colon)), text.substring(colon + 1));
    }

    /** Whether {@link #of} would read it. */
    public static boolean is(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** The SHA-256 of some bytes. */
    public static Digest sha256(byte[] bytes) {
        return new Digest("sha256", HexFormat.of().formatHex(hash("SHA-256").digest(bytes)));
    }

    /** A fresh computation of this digest's algorithm. */
    MessageDigest computation() {
        return hash(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
    }

    /** Whether a finished computation gave this digest. */
    boolean equalTo(MessageDigest computed) {
        return hex.equals(HexFormat.of().formatHex(computed.digest()));
    }

    private static MessageDigest hash(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + name, e);
        }
    }

    /** The first twelve hex digits, for tables and progress. */
    public String shown() {
        return hex.substring(0, SHORT);
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
