package io.jenkins.plugins.greyrelease.autoscale.live;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one pod used, by the metrics API. Read from the plain object: fabric8 7.3.1 takes a window of {@code 10.065s},
 * as metrics-server writes it, for 65 seconds, and one of {@code 14.999999s} for eleven days.
 *
 * @param pod its name
 * @param at the end of the window
 * @param window over which it was averaged
 * @param used by resource, of all its containers together: cores, bytes
 */
record UsageSample(String pod, Instant at, Duration window, Map<String, BigDecimal> used) {
    private static final Pattern PART = Pattern.compile("(\\d{1,12}(?:\\.\\d{0,9})?)(h|ms|m|us|µs|ns|s)");
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "h", new BigDecimal(3_600_000_000_000L),
            "m", new BigDecimal(60_000_000_000L),
            "s", new BigDecimal(1_000_000_000L),
            "ms", new BigDecimal(1_000_000),
            "us", new BigDecimal(1_000),
            "µs", new BigDecimal(1_000),
            "ns", BigDecimal.ONE);

    UsageSample {
        used = Map.copyOf(used);
    }

    /** Empty if it has no time: nobody could say whether it still holds. */
    static Optional<UsageSample> of(GenericKubernetesResource metrics) {
        Map<String, BigDecimal> used = new TreeMap<>();
        if (metrics.get("containers") instanceof Iterable<?> containers) {
            for (Object each : containers) {
                if (each instanceof Map<?, ?> container && container.get("usage") instanceof Map<?, ?> usage) {
                    usage.forEach((resource, amount) -> used.merge(
                            String.valueOf(resource),
                            Quantity.parse(String.valueOf(amount)).getNumericalAmount(),
                            BigDecimal::add));
                }
            }
        }
        return time(metrics.get("timestamp"))
                .map(at -> new UsageSample(
                        metrics.getMetadata().getName(),
                        at,
                        window(String.valueOf((Object) metrics.get("window"))),
                        used));
    }

    private static Optional<Instant> time(Object text) {
        try {
            return Optional.of(Instant.parse(String.valueOf(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * A duration as Go writes it; zero for what is none.
     *
     * <p>Example: {@code 1m15.5s} is 75.5 seconds.
     */
    static Duration window(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(NANOS.get(part.group(2))));
        }
        return Duration.ofNanos(nanos.longValue());
    }
}
