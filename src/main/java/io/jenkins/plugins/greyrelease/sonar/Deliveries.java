package io.jenkins.plugins.greyrelease.sonar;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where SonarQube's webhooks arrive. One that is signed with the right secret, new and of these minutes wakes who waits for
 * its project; nothing that it says is believed beyond that: who was woken asks the server.
 *
 * <p>Thread-safe.
 */
public final class Deliveries {
    /** How the sender's signature is called; HMAC-SHA256 of the body, in hexadecimal digits. */
    public static final String SIGNATURE = "X-Sonar-Webhook-HMAC-SHA256";

    private static final Duration LATEST = Duration.ofMinutes(15);
    private static final int REMEMBERED = 10_000;

    private final Scheduler scheduler;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /** What became of a delivery. */
    public enum Receipt {
        /** Whoever waits was woken. */
        TAKEN(200, "thank you"),
        /** It was sent more than a quarter of an hour ago, or is to be sent later than now. */
        LATE(200, "this was sent too long ago, or by a clock that is far off; it is ignored"),
        /** It came before: somebody who has seen it sends it again. */
        REPLAYED(403, "this was delivered before"),
        /** The signature is missing, or none of the secret that is configured. */
        FORGED(403, "the signature in " + SIGNATURE + " is not that of the secret that is configured here"),
        /** It is signed, and yet nothing that SonarQube sends. */
        STRANGE(400, "this is no delivery of SonarQube"),
        /** Nobody has configured a secret. */
        CLOSED(404, "no secret of SonarQube's webhook is configured here");

        private final int status;
        private final String words;

        Receipt(int status, String words) {
            this.status = status;
            this.words = words;
        }

        /** The HTTP status to answer with. */
        public int status() {
            return status;
        }

        /** One line to answer with. */
        public String words() {
            return words;
        }
    }

    private record Listener(Analysis analysis, Runnable wake) {}

    /** @param scheduler what time it is; a clock that is wrong by a quarter of an hour makes all deliveries late */
    public Deliveries(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Listens until it is told otherwise.
     *
     * @param wake returns at once
     * @return ends it
     */
    Runnable listen(Analysis analysis, Runnable wake) {
        Listener listener = new Listener(analysis, wake);
        synchronized (this) {
            listeners.add(listener);
        }
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    /**
     * Takes a delivery in.
     *
     * @param secret that the server signs with; empty: none is configured
     * @param signature what {@link #SIGNATURE} says; empty: it is missing
     * @param body as it came, byte for byte
     */
    public Receipt receive(String secret, String signature, byte[] body) {
        if (secret.isEmpty()) {
            return Receipt.CLOSED;
        }
        byte[] right = hmac(secret, body);
        if (!MessageDigest.isEqual(right, bytes(signature))) {
            return Receipt.FORGED;
        }
        return Delivery.read(body)
                .map(delivery -> taken(delivery, HexFormat.of().formatHex(right)))
                .orElse(Receipt.STRANGE);
    }

    private Receipt taken(Delivery delivery, String mark) {
        Instant now = scheduler.now();
        if (Duration.between(delivery.at(), now).abs().compareTo(LATEST) > 0) {
            return Receipt.LATE;
        }
        List<Listener> woken;
        synchronized (this) {
            if (seen.putIfAbsent(mark, now) != null) {
                return Receipt.REPLAYED;
            }
            // what is older is late by itself; the limit holds against floods of deliveries with the right secret
            seen.values().removeIf(at -> Duration.between(at, now).compareTo(LATEST.multipliedBy(2)) > 0);
            if (seen.size() > REMEMBERED) {
                seen.remove(seen.keySet().iterator().next());
            }
            woken = listeners.stream()
                    .filter(each -> delivery.concerns(each.analysis()))
                    .toList();
        }
        woken.forEach(each -> each.wake().run());
        return Receipt.TAKEN;
    }

    /** How many listen. */
    synchronized int listening() {
        return listeners.size();
    }

    private static byte[] bytes(String signature) {
        try {
            return HexFormat.of().parseHex(signature.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** HMAC-SHA256 of a body. */
    static byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
        }
    }
}
