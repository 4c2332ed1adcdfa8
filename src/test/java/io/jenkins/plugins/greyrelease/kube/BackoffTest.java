package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.time.Duration;
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
        KubeException busy =
                new KubeException("gd9-a", "get", Reason.TOO_MANY_REQUESTS, 429, "busy", Duration.ofSeconds(7));
        KubeException plain = new KubeException("gd9-a", "get", Reason.TOO_MANY_REQUESTS, 429, "busy");
        assertThat(drawing("azzz").next(busy)).isEqualTo(Duration.ofSeconds(7));
        assertThat(drawing("azzz").next(plain)).isEqualTo(FIRST);
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
