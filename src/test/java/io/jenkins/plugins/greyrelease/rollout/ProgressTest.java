package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress();

    @BeforeEach
    void begin() {
        progress.begin(Duration.ZERO);
        note(1, ready("old-a"), ready("old-b"));
    }

    private static Pod ready(String uid) {
        return new PodBuilder()
                .withNewMetadata()
                .withUid(uid)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    private void note(int second, Pod... pods) {
        Duration now = Duration.ofSeconds(second);
        progress.note(
                new Seen(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(pods),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        now,
                        Duration.ZERO,
                        false,
                        ""),
                now);
    }

    @Test
    void whatWasThereFromTheBeginningIsNone() {
        note(2, ready("old-a"), ready("old-b"));
        assertThat(progress.at()).isZero();
    }

    @Test
    void aPodThatComesWhileAnotherGoesIsProgress() {
        note(2, ready("old-b"));
        assertThat(progress.at()).isZero();
        note(3, ready("old-b"), ready("new-a"));
        assertThat(progress.at()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aPodThatComesAndGoesAndComesIsProgressOnce() {
        note(2, ready("old-a"), ready("new-a"));
        note(3, ready("old-a"));
        note(4, ready("old-a"), ready("new-a"));
        assertThat(progress.at()).isEqualTo(Duration.ofSeconds(2));
    }
}
