package io.jenkins.plugins.greyrelease.autoscale.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.greyrelease.autoscale.Reading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageSampleTest {
    /** As metrics-server 0.7 answers. */
    private static final String ANSWER = """
            {"kind":"PodMetrics","apiVersion":"metrics.k8s.io/v1beta1",
             "metadata":{"name":"cart-1","namespace":"shop","labels":{"app":"cart"}},
             "timestamp":"2026-01-05T08:00:30Z","window":"14.999999s",
             "containers":[{"name":"cart","usage":{"cpu":"7263n","memory":"12Ki"}},
                           {"name":"proxy","usage":{"cpu":"2m","memory":"1Mi"}}]}""";

    private static UsageSample sample(String json) {
        return UsageSample.of(Serialization.unmarshal(json, GenericKubernetesResource.class))
                .orElseThrow();
    }

    private static Pod readySince(String time) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("cart-1")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(time)
                .endCondition()
                .endStatus()
                .build();
    }

    @Test
    void theContainersOfAPodAreAddedUp() {
        UsageSample sample = sample(ANSWER);

        assertThat(sample.pod()).isEqualTo("cart-1");
        assertThat(sample.at()).isEqualTo(Instant.parse("2026-01-05T08:00:30Z"));
        assertThat(sample.used().get("cpu")).isEqualByComparingTo("0.002007263");
        assertThat(sample.used().get("memory")).isEqualByComparingTo("1060864");
    }

    @Test
    void aSampleWithoutATimeIsNone() {
        assertThat(UsageSample.of(Serialization.unmarshal(
                        ANSWER.replace("\"timestamp\":\"2026-01-05T08:00:30Z\",", ""),
                        GenericKubernetesResource.class)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30s,30000", "10.065s,10065", "1m0s,60000", "1m15.5s,75500", "500ms,500", "1h0m0.25s,3600250", "null,0"
    })
    void windowsAreDurationsAsGoWritesThem(String text, long millis) {
        assertThat(UsageSample.window(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aPodCountsOnceAWholeWindowWasMeasuredSinceItTurnedReady() {
        Gauge.Resource cpu = new Gauge.Resource("cpu", new BigDecimal("0.001"), false);

        assertThat(PodUsage.of(cpu, List.of(readySince("2026-01-05T08:00:15Z")), List.of(sample(ANSWER))))
                .isEqualTo(new Reading.Measured("cpu", 1, 2.007263, 1, 0));
        assertThat(PodUsage.of(cpu, List.of(readySince("2026-01-05T08:00:16Z")), List.of(sample(ANSWER))))
                .isInstanceOf(Reading.Failed.class);
    }
}
