package io.jenkins.plugins.greyrelease.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTextTest {

    @Test
    void aPercentageIsOfTheRequestsAndAnAmountForEachPod() {
        assertThat(MetricText.resource("cpu", "60%").getResource().getTarget().getAverageUtilization())
                .isEqualTo(60);
        assertThat(MetricText.resource("cpu", "60").getResource().getTarget().getAverageUtilization())
                .isEqualTo(60);
        assertThat(MetricText.resource("memory", "1.5Gi").getResource().getTarget())
                .returns("AverageValue", target -> target.getType())
                .returns(Quantity.parse("1.5Gi"), target -> target.getAverageValue());
    }

    @Test
    void metricsOfPodsQueuesAndObjectsAreOneLineEach() {
        assertThat(MetricText.parse("pods:requests_per_second=100")
                        .getPods()
                        .getMetric()
                        .getName())
                .isEqualTo("requests_per_second");
        MetricSpec queue = MetricText.parse("external:queue_messages{queue=orders;shard=1}=30");
        assertThat(queue.getType()).isEqualTo("External");
        assertThat(queue.getExternal().getMetric().getSelector().getMatchLabels())
                .isEqualTo(Map.of("queue", "orders", "shard", "1"));
        assertThat(queue.getExternal().getTarget().getType()).isEqualTo("AverageValue");
        MetricSpec ingress = MetricText.parse("object:Ingress/main/requests-per-second=2k total");
        assertThat(ingress.getObject().getDescribedObject().getApiVersion()).isEqualTo("networking.k8s.io/v1");
        assertThat(ingress.getObject().getTarget().getValue()).isEqualTo(Quantity.parse("2k"));
        assertThat(MetricText.parse("object:apps/v1/StatefulSet/db/connections=5")
                        .getObject()
                        .getDescribedObject())
                .returns("apps/v1", described -> described.getApiVersion())
                .returns("db", described -> described.getName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests=100",
                "pods:requests",
                "pods:requests=0",
                "pods:requests=100 total",
                "pods:requests=-1",
                "external:queue{orders}=3",
                "object:main=3",
                "object:StatefulSet/db/connections=3"
            })
    void whatIsNoMetricIsToldWithWhatWouldBe(String text) {
        assertThatThrownBy(() -> MetricText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "': ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "much", "-5", "0m", "60 %"})
    void whatIsNoTargetIsToldWithWhatWouldBe(String text) {
        assertThatThrownBy(() -> MetricText.resource("cpu", text)).hasMessageContaining("such as '60%'");
    }
}
