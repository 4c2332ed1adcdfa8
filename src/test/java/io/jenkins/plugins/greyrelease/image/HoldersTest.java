package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldersTest {
    private final Holders holders = new Holders();

    private static Digest digest(int number) {
        return new Digest("sha256", "%064x".formatted(number));
    }

    @Test
    void theLatestThreeAreKnownAndTheLatestIsTheFirst() {
        for (String repository : new String[] {"a", "b", "c", "b", "d"}) {
            holders.add(digest(1), repository);
        }
        assertThat(holders.of(digest(1))).containsExactly("d", "b", "c");
        holders.remove(digest(1), "b");
        assertThat(holders.of(digest(1))).containsExactly("d", "c");
        assertThat(holders.of(digest(2))).isEmpty();
    }

    @Test
    void whatWasAskedForLongestAgoIsForgottenFirst() {
        holders.add(digest(0), "a");
        for (int i = 1; i <= 10_000; i++) {
            if (i == 5000) {
                assertThat(holders.of(digest(0))).containsExactly("a");
            }
            holders.add(digest(i), "a");
        }
        assertThat(holders.of(digest(0))).containsExactly("a");
        assertThat(holders.of(digest(1))).isEmpty();
    }
}
