package io.jenkins.plugins.greyrelease.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a webhook: HMAC-SHA256 (RFC 2104) with the shared secret over the second in which it was signed, a dot,
 * and the body. The second is signed too, so that a receiver can refuse what somebody sends again later.
 *
 * <p>Example: secret {@code s3cret}, second 1700000000 and body <code>{"version":1}</code> give
 * {@code t=1700000000,v1=}{@value #EXAMPLE}.
 */
public final class Signature {
    /** The header that has it. */
    public static final String HEADER = "X-Grey-Release-Signature";

    static final String EXAMPLE = "a88b61052c4236878628e418fb04bb6048d23e65d5ad3c5daf2866200cb2994f";

    private Signature() {}

    /**
     * What the header says.
     *
     * @param secret that both sides know
     * @param at when it is signed; parts of a second do not count
     * @param body byte for byte as it is sent
     */
    public static String of(String secret, Instant at, byte[] body) {
        long second = at.getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((second + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + second + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
        }
    }
}
