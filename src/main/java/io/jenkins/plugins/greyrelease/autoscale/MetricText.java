package io.jenkins.plugins.greyrelease.autoscale;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.ExternalMetricSource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.PodsMetricSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics of an autoscaler as people write them: in one line each.
 *
 * <pre>
 * pods:requests_per_second=100                         average over the pods
 * external:queue_messages{queue=orders;shard=1}=30     30 for each pod
 * object:Ingress/main/requests-per-second=2k total     a target for the object as a whole
 * </pre>
 */
public final class MetricText {
    /** What {@link #parse} takes, for messages. */
    public static final String ALLOWED =
            "must be 'pods:<metric>=<amount>', 'external:<metric>{label=value}=<amount>' or"
                    + " 'object:<Kind>/<name>/<metric>=<amount>', the amount for each pod, or followed by ' total'";

    /** What {@link #resource} takes, for messages. */
    public static final String RESOURCE_ALLOWED =
            "must be a percentage of what the pods request, such as '60%', or an amount for each pod with its unit,"
                    + " such as '500m' or '1.5Gi'";

    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?");
    private static final Pattern LINE = Pattern.compile(
            "(pods|external|object):([^={}]+?)(?:\\{([^{}]*)\\})?=" + "(" + AMOUNT.pattern() + ")( total)?");
    private static final Pattern PERCENT = Pattern.compile("([1-9]\\d{0,3})%?");
    private static final Pattern PAIR = Pattern.compile("\\s*([\\w./-]+)\\s*=\\s*([\\w.-]*)\\s*");
    private static final Pattern METRIC = Pattern.compile("[\\w|:][\\w.|:-]{0,252}");
    private static final Map<String, String> KNOWN =
            Map.of("Service", "v1", "Ingress", "networking.k8s.io/v1", "Deployment", "apps/v1");

    private MetricText() {}

    /**
     * Usage of CPU or memory.
     *
     * <p>Example: {@code 60%} is 60 % of the requests, {@code 500m} half a core for each pod.
     *
     * @param name {@code cpu} or {@code memory}
     * @throws IllegalArgumentException for anything else; the message says what is allowed
     */
    public static MetricSpec resource(String name, String text) {
        Matcher percent = PERCENT.matcher(text);
        MetricTarget target;
        if (percent.matches()) {
            target = new MetricTarget(Integer.valueOf(percent.group(1)), null, "Utilization", null);
        } else {
            target = perPod(amount(text, text, RESOURCE_ALLOWED));
        }
        return new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName(name)
                .withTarget(target)
                .endResource()
                .build();
    }

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException for anything else; the message says what is allowed
     */
    public static MetricSpec parse(String text) {
        Matcher line = LINE.matcher(text.strip());
        if (!line.matches()) {
            throw wrong(text, ALLOWED);
        }
        Quantity amount = amount(text, line.group(4), ALLOWED);
        MetricTarget target = line.group(5) == null ? perPod(amount) : new MetricTarget(null, null, "Value", amount);
        String name = line.group(2).strip();
        LabelSelector selector = line.group(3) == null ? null : selector(text, line.group(3));
        return switch (line.group(1)) {
            case "pods" -> pods(text, identifier(text, name, selector), target);
            case "external" ->
                new MetricSpecBuilder()
                        .withType("External")
                        .withExternal(new ExternalMetricSource(identifier(text, name, selector), target))
                        .build();
            default -> object(text, name, selector, target);
        };
    }

    private static MetricSpec pods(String text, MetricIdentifier metric, MetricTarget target) {
        if (target.getAverageValue() == null) {
            throw wrong(text, "a metric of the pods has a target for each pod, not in total");
        }
        return new MetricSpecBuilder()
                .withType("Pods")
                .withPods(new PodsMetricSource(metric, target))
                .build();
    }

    private static MetricSpec object(String text, String path, LabelSelector selector, MetricTarget target) {
        String[] parts = path.split("/");
        if (parts.length < 3) {
            throw wrong(text, ALLOWED);
        }
        int last = parts.length - 1;
        String kind = parts[last - 2];
        String version = last > 2 ? path.substring(0, path.indexOf("/" + kind + "/")) : KNOWN.get(kind);
        if (version == null) {
            throw wrong(
                    text,
                    "write the API version before a kind like " + kind + ", as in 'object:apps/v1/StatefulSet/db/…'");
        }
        return new MetricSpecBuilder()
                .withType("Object")
                .withNewObject()
                .withDescribedObject(new CrossVersionObjectReference(version, kind, parts[last - 1]))
                .withMetric(identifier(text, parts[last], selector))
                .withTarget(target)
                .endObject()
                .build();
    }

    private static MetricIdentifier identifier(String text, String name, LabelSelector selector) {
        if (!METRIC.matcher(name).matches()) {
            throw wrong(text, ALLOWED);
        }
        return new MetricIdentifier(name, selector);
    }

    private static LabelSelector selector(String text, String pairs) {
        Map<String, String> labels = new TreeMap<>();
        for (String each : pairs.split(";")) {
            Matcher pair = PAIR.matcher(each);
            if (!pair.matches()) {
                throw wrong(text, "labels are written {name=value;other=value}");
            }
            labels.put(pair.group(1), pair.group(2));
        }
        return new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    private static MetricTarget perPod(Quantity amount) {
        return new MetricTarget(null, amount, "AverageValue", null);
    }

    private static Quantity amount(String text, String amount, String allowed) {
        if (!AMOUNT.matcher(amount).matches()
                || Quantity.parse(amount).getNumericalAmount().signum() == 0) {
            throw wrong(text, allowed);
        }
        return Quantity.parse(amount);
    }

    private static IllegalArgumentException wrong(String text, String allowed) {
        return new IllegalArgumentException("'" + text + "': " + allowed);
    }
}
