package io.jenkins.plugins.greyrelease.autoscale.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoscaleConfigTest {

    @Test
    void anAppHasBoundsAndPolicies() {
        AutoscaleConfig config = AutoscaleConfig.read("autoscale.yaml", """
                prometheus: http://prometheus:9090/
                apps:
                  - app: cart
                    namespace: shop
                    clusters: [gd9-a]
                    min: 3
                    max: 40
                    policies:
                      - cpu: 60%
                      - memory: 1Gi
                      - {name: requests, query: 'sum(rate(requests[1m]))', target: 50}
                """);
        assertThat(config.every()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.apps())
                .containsExactly(new AutoscaledApp(
                        "shop",
                        "cart",
                        List.of("gd9-a"),
                        ScalingRules.within(3, 40),
                        List.of(
                                new Gauge.Resource("cpu", new BigDecimal("0.60"), true),
                                new Gauge.Resource("memory", new BigDecimal("1073741824"), false),
                                new Gauge.Query(
                                        "requests",
                                        URI.create("http://prometheus:9090"),
                                        "sum(rate(requests[1m]))",
                                        50))));
    }

    @Test
    void everythingThatIsWrongIsSaidTogetherWithItsLine() {
        BadArgumentsException bad =
                catchThrowableOfType(BadArgumentsException.class, () -> AutoscaleConfig.read("a.yaml", """
                        every: soon
                        apps:
                          - app: cart
                            min: 9
                            max: 3
                            panic: 0.5
                            colour: red
                            policies:
                              - {cpu: much}
                              - {query: up, target: 0}
                              - {}
                          - app: cart
                            policies: []
                        """));
        assertThat(bad.problems())
                .anyMatch(p -> p.startsWith("a.yaml:1: ") && p.contains("every"))
                .anyMatch(p -> p.contains("must be at least min, which is 9"))
                .anyMatch(p -> p.contains("panic"))
                .anyMatch(p -> p.contains("unknown key 'colour'"))
                .anyMatch(p -> p.contains("'much' is neither a percentage"))
                .anyMatch(p -> p.contains("needs the address of a Prometheus"))
                .anyMatch(p -> p.contains("no number of more than 0"))
                .anyMatch(p -> p.contains("one of 'cpu', 'memory' and 'query'"))
                .anyMatch(p -> p.contains("default/cart is there twice"))
                .anyMatch(p -> p.contains("min") && p.contains("is missing"))
                .anyMatch(p -> p.contains("policies") && p.contains("at least one is needed"));
    }
}
