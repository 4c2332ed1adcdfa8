package io.jenkins.plugins.greyrelease.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFactsTest {
    private static final Instant HERE = Instant.parse("2026-01-05T08:00:02.400Z");

    private static ServerFacts of(String version) {
        return new ServerFacts(version, Optional.empty());
    }

    @Test
    void aClockIsComparedToTheSecondAndSmallDifferencesAreTheNetworks() {
        assertThat(ServerFacts.ahead("Mon, 05 Jan 2026 08:00:07 GMT", HERE)).contains(Duration.ofSeconds(5));
        assertThat(ServerFacts.ahead("Mon, 05 Jan 2026 07:00:02 GMT", HERE)).contains(Duration.ofHours(-1));
        assertThat(ServerFacts.ahead("Mon, 05 Jan 2026 08:00:04 GMT", HERE)).contains(Duration.ZERO);
        assertThat(ServerFacts.ahead("today", HERE)).isEmpty();
        assertThat(ServerFacts.ahead(null, HERE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.34.1", "v1.35.0-gke.1080000", "v1.36.3+k3s1"})
    void versionsThatWereTriedNeedNoWord(String version) {
        assertThat(of(version).problem()).isEmpty();
        assertThat(of(version).remark()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.23.17", "v1.37.0", "v2.0.0", "unknown"})
    void othersAreRemarkedOn(String version) {
        assertThat(of(version).problem()).isEmpty();
        assertThat(of(version).remark()).get().asString().contains("v1.34 to v1.36", version);
    }

    @Test
    void withoutTheApisThatReleasesUseNothingCanBeReleased() {
        assertThat(of("v1.22.9").problem())
                .contains("Kubernetes v1.22.9 cannot be released to; needed is v1.23 or later");
    }
}
