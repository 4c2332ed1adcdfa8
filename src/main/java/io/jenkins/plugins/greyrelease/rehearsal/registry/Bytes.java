package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of content. */
final class Bytes {
    private Bytes() {}

    /** As registries write it: {@code sha256:} and 64 hex digits. */
    static String digest(byte[] content) {
        return digest(hash(), content);
    }

    /** The same of all that a computation was given, which ends it. */
    static String digest(MessageDigest computed, byte... last) {
        return "sha256:" + HexFormat.of().formatHex(computed.digest(last));
    }

    /** A fresh computation. */
    static MessageDigest hash() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
