package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HpaPolicyArgsTest {

    @Test
    void whatIsNotGivenIsAsTheSeedOfThisProjectHadIt() {
        HpaPolicyArgs args = HpaPolicyArgs.from(Map.of("app", "cart", "min", 3, "max", "30", "cpu", 60));
        assertThat(args.policy().rules()).isEqualTo(ScalingRules.within(3, 30));
        assertThat(args.policy().namespace()).isEqualTo("default");
        assertThat(args.dryRun()).isFalse();
    }

    @Test
    void everythingGivenIsTaken() {
        HpaPolicyArgs args = HpaPolicyArgs.from(Map.ofEntries(
                Map.entry("app", "cart"),
                Map.entry("namespace", "shop"),
                Map.entry("clusters", List.of("gd9-a")),
                Map.entry("min", 2),
                Map.entry("max", 9),
                Map.entry("memory", "1Gi"),
                Map.entry("metrics", List.of("pods:rps=100")),
                Map.entry("upCooldown", "1m"),
                Map.entry("downCooldown", "10m"),
                Map.entry("tolerance", "7.5%"),
                Map.entry("panic", new BigDecimal("1.5")),
                Map.entry("dryRun", true)));
        assertThat(args.policy().rules())
                .isEqualTo(new ScalingRules(2, 9, Duration.ofMinutes(1), Duration.ofMinutes(10), 0.075, 1.5));
        assertThat(args.policy().metrics()).hasSize(2);
        assertThat(args.dryRun()).isTrue();
    }

    @Test
    void everythingThatIsWrongIsSaidTogether() {
        BadArgumentsException bad = catchThrowableOfType(
                BadArgumentsException.class,
                () -> HpaPolicyArgs.from(Map.of(
                        "app",
                        "Cart!",
                        "min",
                        9,
                        "max",
                        3,
                        "metrics",
                        "rps=1",
                        "upCooldown",
                        "2h",
                        "tolerance",
                        "many",
                        "panic",
                        0.5)));
        assertThat(bad.problems())
                .hasSize(6)
                .anyMatch(p -> p.startsWith("app: "))
                .anyMatch(p -> p.contains("must be at least min, which is 9"))
                .anyMatch(p -> p.startsWith("metrics: 'rps=1'"))
                .anyMatch(p -> p.startsWith("upCooldown: ") && p.contains("at most 30m"))
                .anyMatch(p -> p.startsWith("tolerance: "))
                .anyMatch(p -> p.startsWith("panic: "));
    }

    @Test
    void withoutAMetricThereIsNothingToScaleBy() {
        BadArgumentsException bad = catchThrowableOfType(
                BadArgumentsException.class, () -> HpaPolicyArgs.from(Map.of("app", "cart", "min", 1, "max", 3)));
        assertThat(bad.problems()).singleElement().asString().contains("cpu, memory, metrics: none is given");
    }

    @Test
    void theRulesBecomeBehavior() {
        HorizontalPodAutoscaler hpa = HpaPolicyArgs.from(
                        Map.of("app", "cart", "namespace", "shop", "min", 3, "max", 30, "cpu", "60%"))
                .policy()
                .wanted(Optional.empty());
        assertThat(hpa.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "grey-release");
        var up = hpa.getSpec().getBehavior().getScaleUp();
        assertThat(up.getPolicies())
                .containsExactly(
                        new HPAScalingPolicy(180, "Percent", 100),
                        new HPAScalingPolicy(180, "Pods", 4),
                        new HPAScalingPolicy(15, "Percent", 40));
        assertThat(up.getTolerance()).isEqualTo(new Quantity("50m"));
        assertThat(hpa.getSpec().getBehavior().getScaleDown().getStabilizationWindowSeconds())
                .isEqualTo(300);
    }
}
