package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** {@code hpaPolicy}'s name and parameters. */
final class HpaPolicySpec {

    static final StepSpec HPA_POLICY = new StepSpec(
            "hpaPolicy",
            "Writes and checks the autoscaler of an app in every cluster.",
            Optional.empty(),
            List.of(
                    required("app", Type.TEXT, "Name of the Deployment."),
                    optional("namespace", Type.TEXT, "default", "Where the Deployment lives, in every cluster."),
                    optional("clusters", Type.TEXTS, "all that run the app", "Names or 'label:value', in order."),
                    required("min", Type.INTEGER, "Fewest pods, in each cluster."),
                    required("max", Type.INTEGER, "Most pods, in each cluster."),
                    optional(
                            "cpu",
                            Type.TEXT,
                            "none",
                            "Target for CPU: a percentage of what the pods request ('60%'), or an amount for each pod"
                                    + " ('500m')."),
                    optional(
                            "memory",
                            Type.TEXT,
                            "none",
                            "Target for memory: a percentage of what the pods request ('70%'), or an amount for each"
                                    + " pod ('1.5Gi')."),
                    optional(
                            "metrics",
                            Type.TEXTS,
                            "none",
                            "Other metrics, such as 'pods:requests_per_second=100',"
                                    + " 'external:queue_messages{queue=orders;shard=1}=30' or"
                                    + " 'object:Ingress/main/requests-per-second=2k total'. The metric that wants the"
                                    + " most pods wins."),
                    optional("upCooldown", Type.DURATION, "3m", "Within it, at most twice the pods or 4 more."),
                    optional("downCooldown", Type.DURATION, "5m", "The most pods wanted within it are kept."),
                    optional(
                            "tolerance",
                            Type.TEXT,
                            "5%",
                            "How far off the target is near enough; clusters before Kubernetes 1.35 keep their own 10%"
                                    + " unless their gate HPAConfigurableTolerance is on."),
                    optional(
                            "panic",
                            Type.TEXT,
                            "1.4",
                            "How many times the target is a flood that does not wait for upCooldown; 0 for never."),
                    optional("dryRun", Type.BOOLEAN, "false", "Only says what would change.")),
            false);

    private HpaPolicySpec() {}

    private static Parameter required(String name, Type type, String help) {
        return new Parameter(name, type, true, "", List.of(), help);
    }

    private static Parameter optional(String name, Type type, String otherwise, String help) {
        return new Parameter(name, type, false, otherwise, List.of(), help);
    }
}
