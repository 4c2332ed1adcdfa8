package io.jenkins.plugins.greyrelease.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static Backoff drawing(String random) {
        return new Backoff(length -> random, FIRST, LONGEST);
    }

    @Test
    void eachDelayIsBetweenHalfAndAllOfABoundThatDoublesUpToTheLongest() {
        Backoff shortest = drawing("a000");
        Backoff longest = drawing("azzz");
        assertThat(shortest.next()).isEqualTo(Duration.ofMillis(100));
        assertThat(shortest.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(longest.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(longest.next()).isEqualTo(Duration.ofMillis(400));
        for (int i = 0; i < 100; i++) {
            longest.next();
        }
        assertThat(longest.next()).isEqualTo(LONGEST);
        assertThat(longest.failures()).isEqualTo(103);
    }

    @Test
    void whatTheServerAsksForIsTheLeast() {
        assertThat(drawing("azzz").next(Optional.of(Duration.ofSeconds(7)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(drawing("azzz").next(Optional.empty())).isEqualTo(FIRST);
    }

    @Test
    void aSuccessBeginsAnew() {
        Backoff backoff = drawing("azzz");
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(FIRST);
    }
}
