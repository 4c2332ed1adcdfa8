package io.jenkins.plugins.greyrelease.step;

import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.jenkins.plugins.greyrelease.autoscale.HpaPolicy;
import io.jenkins.plugins.greyrelease.autoscale.MetricText;
import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The arguments of {@code hpaPolicy}.
 *
 * @param policy what every cluster is to have
 * @param clusters names or {@code label:value}, in order; empty: all that run the app
 * @param dryRun whether it is only said what would change
 */
public record HpaPolicyArgs(HpaPolicy policy, List<String> clusters, boolean dryRun) implements Errand {
    private static final int MOST_PODS = 100_000;
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(?:\\.\\d)?)%?");

    public HpaPolicyArgs {
        clusters = List.copyOf(clusters);
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static HpaPolicyArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(HpaPolicySpec.HPA_POLICY, given);
        String app = reader.text("app", "", Forms.NAME, Forms.NAME_ALLOWED);
        String namespace = reader.text("namespace", "default", Forms.LABEL, Forms.LABEL_ALLOWED);
        List<String> clusters = reader.texts("clusters");
        List<MetricSpec> metrics = metrics(reader);
        ScalingRules rules = rules(reader);
        boolean dryRun = reader.flag("dryRun");
        reader.end();
        return new HpaPolicyArgs(new HpaPolicy(app, namespace, rules, metrics), clusters, dryRun);
    }

    @Override
    public String namespace() {
        return policy.namespace();
    }

    @Override
    public Optional<String> app() {
        return Optional.of(policy.app());
    }

    @Override
    public CompletableFuture<List<FleetMember>> members(Fleet fleet) {
        return Clusters.running(fleet, clusters, namespace(), policy.app())
                .thenApply(members -> Clusters.allowing(members, namespace()));
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new HpaPolicyRun(host, this, members);
    }

    private static List<MetricSpec> metrics(ArgumentReader reader) {
        List<MetricSpec> metrics = new ArrayList<>();
        for (String resource : List.of("cpu", "memory")) {
            reader.text(resource)
                    .ifPresent(text -> add(metrics, reader, resource, text, t -> MetricText.resource(resource, t)));
        }
        reader.texts("metrics").forEach(text -> add(metrics, reader, "metrics", text, MetricText::parse));
        if (!reader.has("cpu") && !reader.has("memory") && !reader.has("metrics")) {
            reader.problem("cpu, memory, metrics: none is given; say at least one, such as cpu: '60%'");
        }
        return metrics;
    }

    private static void add(
            List<MetricSpec> metrics,
            ArgumentReader reader,
            String parameter,
            String text,
            Function<String, MetricSpec> parser) {
        try {
            metrics.add(parser.apply(text));
        } catch (IllegalArgumentException e) {
            reader.problem(parameter + ": " + e.getMessage());
        }
    }

    private static ScalingRules rules(ArgumentReader reader) {
        int min = reader.integer("min", 1, 1, MOST_PODS);
        int max = reader.integer("max", Math.max(min, 1), 1, MOST_PODS);
        if (reader.has("max") && max < min) {
            reader.bad("max", "must be at least min, which is " + min);
            max = min;
        }
        return new ScalingRules(
                min,
                max,
                cooldown(reader, "upCooldown", ScalingRules.UP_COOLDOWN, HpaPolicy.LONGEST_UP, "30m"),
                cooldown(reader, "downCooldown", ScalingRules.DOWN_COOLDOWN, HpaPolicy.LONGEST_DOWN, "1h"),
                tolerance(reader),
                panic(reader));
    }

    private static Duration cooldown(
            ArgumentReader reader, String name, Duration otherwise, Duration longest, String shown) {
        Duration given = reader.duration(name).orElse(otherwise);
        if (given.compareTo(longest) > 0) {
            reader.bad(name, "must be at most " + shown + ", the longest that an autoscaler can have");
            return otherwise;
        }
        return given;
    }

    private static double tolerance(ArgumentReader reader) {
        String allowed = "must be a percentage from 0% to 99%, such as '5%'";
        String text = reader.text("tolerance", "5%", PERCENT, allowed);
        return PERCENT.matcher(text).matches() ? Double.parseDouble(text.replace("%", "")) / 100 : 0.05;
    }

    private static double panic(ArgumentReader reader) {
        double panic = reader.decimal("panic", ScalingRules.PANIC, 0, 10);
        if (panic != 0 && panic <= 1) {
            reader.bad("panic", "must be more than 1, such as 1.4, or 0 for never");
            return ScalingRules.PANIC;
        }
        return panic;
    }
}
