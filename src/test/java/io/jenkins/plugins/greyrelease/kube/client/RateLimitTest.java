package io.jenkins.plugins.greyrelease.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final VirtualTime time = new VirtualTime();
    private final RateLimit limit = new RateLimit(time, 50, 100);
    private final List<Integer> sent = new ArrayList<>();

    @Test
    void ofAHundredAndFiftyCallsAHundredGoAtOnceAndTheLastOneSecondLater() {
        submit(0, 150);
        assertThat(sent).hasSize(100);
        time.advance(Duration.ofMillis(980));
        assertThat(sent).hasSize(149);
        time.advance(Duration.ofMillis(20));
        assertThat(sent).isEqualTo(IntStream.range(0, 150).boxed().toList());
    }

    @Test
    void callsWaitTheirTurn() {
        submit(0, 101);
        time.advance(Duration.ofMillis(10));
        submit(101, 1);
        time.advance(Duration.ofSeconds(1));

        assertThat(sent).isEqualTo(IntStream.range(0, 102).boxed().toList());
    }

    @Test
    void aPauseAllowsAnotherBurst() {
        submit(0, 100);
        time.advance(Duration.ofSeconds(2));
        submit(100, 100);

        assertThat(sent).hasSize(200);
    }

    private void submit(int first, int count) {
        IntStream.range(first, first + count).forEach(each -> limit.submit(() -> sent.add(each)));
    }
}
