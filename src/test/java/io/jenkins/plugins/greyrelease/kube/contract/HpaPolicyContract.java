package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.step.FakeHost;
import io.jenkins.plugins.greyrelease.step.HpaPolicyArgs;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes of {@code hpaPolicy}: whether a server's defaults and ways of writing numbers look like changes. */
interface HpaPolicyContract extends Port {

    /** Every kind of metric, with amounts that servers write in another way than people do. */
    private Map<String, Object> arguments() {
        return new HashMap<>(Map.of(
                "app",
                "web",
                "namespace",
                ns(),
                "min",
                2,
                "max",
                9,
                "cpu",
                "0.5",
                "memory",
                "0.5Gi",
                "tolerance",
                "0%",
                "metrics",
                List.of(
                        "pods:requests=1500m",
                        "external:queue_messages{queue=orders}=30 total",
                        "object:Service/web/hits=1000m")));
    }

    private StepOutcome policy(Map<String, Object> arguments) {
        FleetMember member = new FleetMember(ClusterSpec.simulated(cluster().name()), cluster());
        return answer(HpaPolicyArgs.from(arguments)
                .run(new FakeHost(null, null), List.of(member))
                .start());
    }

    private static Map<?, ?> only(StepOutcome outcome) {
        assertThat(outcome.status()).as(outcome.message()).isEqualTo(Status.SUCCESS);
        List<?> clusters = (List<?>) outcome.result().get("clusters");
        assertThat(clusters).hasSize(1);
        return (Map<?, ?>) clusters.get(0);
    }

    private HorizontalPodAutoscaler hpa() {
        return answer(cluster().get(Kind.HPA, ns(), "web"));
    }

    @Test
    default void anAutoscalerIsWrittenOnceAndNothingLooksLikeAChangeAfterwards() {
        create(deployment("web"));
        Map<String, Object> dry = arguments();
        dry.put("dryRun", true);

        assertThat(only(policy(dry)).get("action")).isEqualTo("created");
        assertThat(refusal(cluster().get(Kind.HPA, ns(), "web")).reason()).isEqualTo(Reason.NOT_FOUND);
        Map<?, ?> first = only(policy(arguments()));
        assertThat(first.get("action")).isEqualTo("created");
        Quantity tolerance = hpa().getSpec().getBehavior().getScaleUp().getTolerance();
        assertThat(((List<?>) first.get("remarks")).isEmpty())
                .as("a cluster that leaves the tolerance out is told of")
                .isEqualTo(tolerance != null);
        assertThat(only(policy(arguments())).get("changes")).isEqualTo(List.of());

        Map<String, Object> more = arguments();
        more.put("max", 12);
        assertThat(only(policy(more)).get("changes")).isEqualTo(List.of("maxReplicas: 9 -> 12"));
        assertThat(hpa().getSpec().getMaxReplicas()).isEqualTo(12);
    }

    @Test
    default void aMetricThatNoPathCanNameIsInvalid() {
        HorizontalPodAutoscaler wrong = HpaPolicyArgs.from(arguments())
                .policy()
                .wanted(Optional.empty())
                .edit()
                .editSpec()
                .editMetric(2)
                .editPods()
                .withMetric(new MetricIdentifier("requests/s", null))
                .endPods()
                .endMetric()
                .endSpec()
                .build();

        KubeException refusal = refusal(cluster().create(Kind.HPA, wrong, WriteOptions.DRY_RUN));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
        assertThat(refusal)
                .hasMessageContaining("spec.metrics[2].pods.metric.name")
                .hasMessageContaining("may not contain '/'");
    }

    @Test
    default void somebodyElsesAutoscalerIsNotTouched() {
        create(deployment("web"));
        HorizontalPodAutoscaler other = HpaPolicyArgs.from(arguments())
                .policy()
                .wanted(Optional.empty())
                .edit()
                .editMetadata()
                .withLabels(Map.of())
                .endMetadata()
                .build();
        answer(cluster().create(Kind.HPA, other, WriteOptions.FOR_REAL));
        Map<String, Object> more = arguments();
        more.put("max", 12);

        StepOutcome outcome = policy(more);
        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.message()).startsWith("nothing was changed: ").contains("was not made by hpaPolicy");
        assertThat(hpa().getSpec().getMaxReplicas()).isEqualTo(9);
    }
}
