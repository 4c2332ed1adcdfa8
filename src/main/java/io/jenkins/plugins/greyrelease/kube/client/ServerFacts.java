package io.jenkins.plugins.greyrelease.kube.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an API server says of itself.
 *
 * @param version such as {@code v1.34.1}, {@code v1.33.5-gke.1080000}, or {@code unknown}
 * @param ahead how far its clock is ahead of ours, in whole seconds, negative if it is behind; empty if it did not say
 */
public record ServerFacts(String version, Optional<Duration> ahead) {
    /** It first serves {@code autoscaling/v2}, the youngest API that releases use. */
    private static final int OLDEST = 23;

    private static final int OLDEST_TRIED = 34;
    private static final int NEWEST_TRIED = 36;
    /** A header's time has no fractions, and it travels. */
    private static final Duration EXACT = Duration.ofSeconds(2);

    private static final Pattern VERSION = Pattern.compile("v1\\.(\\d+).*");

    /** Why nothing can be released to a server of this version; empty if it can. */
    Optional<String> problem() {
        return minor() >= OLDEST
                ? Optional.empty()
                : Optional.of("Kubernetes " + version + " cannot be released to; needed is v1." + OLDEST + " or later");
    }

    /** What is worth knowing of a server of this version; empty if nothing is. */
    Optional<String> remark() {
        return minor() >= OLDEST_TRIED && minor() <= NEWEST_TRIED
                ? Optional.empty()
                : Optional.of("grey release is tried with Kubernetes v1." + OLDEST_TRIED + " to v1." + NEWEST_TRIED
                        + "; this is " + version);
    }

    /** Those of another major version, or none that can be read, count as new. */
    private int minor() {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : Integer.MAX_VALUE;
    }

    /**
     * How far a server's clock is ahead.
     *
     * <p>Example: it says {@code 08:00:07 GMT} when it is 08:00:02.4 here: 4.6 s, so 5 s; anything up to 2 s counts as 0.
     *
     * @param date value of the header, or null
     * @param here our time
     */
    static Optional<Duration> ahead(String date, Instant here) {
        if (date == null) {
            return Optional.empty();
        }
        try {
            Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration ahead = Duration.between(here, there);
            return Optional.of(
                    ahead.abs().compareTo(EXACT) <= 0
                            ? Duration.ZERO
                            : Duration.ofSeconds(Math.round(ahead.toMillis() / 1000.0)));
        } catch (DateTimeParseException e) {
            // a proxy's own idea of a date: then it is not known
            return Optional.empty();
        }
    }
}
