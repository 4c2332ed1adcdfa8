package io.jenkins.plugins.greyrelease.autoscale.live;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.kube.YamlFields;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code grey autoscale} is told by its file.
 *
 * @param every how often each app is looked at
 * @param apps at least one; each only once
 */
public record AutoscaleConfig(Duration every, List<AutoscaledApp> apps) {
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final String PERCENT = "[1-9]\\d{0,3}%";
    private static final String ADDRESS = "https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(:\\d{1,5})?(/[\\w./~-]*)?";
    private static final String AMOUNT = "\\d{1,12}(\\.\\d{1,9})?(m|k|M|G|Ki|Mi|Gi)?";

    public AutoscaleConfig {
        apps = List.copyOf(apps);
    }

    /**
     * Reads the file.
     *
     * @param file its name, for messages
     * @param text its content
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong, each with its line
     */
    public static AutoscaleConfig read(String file, String text) {
        Problems problems = new Problems();
        YamlFields top = YamlFields.read("autoscale", file, text, problems);
        Duration every = duration(top, "every", EVERY);
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            top.bad("every", "must be at least 1s");
        }
        Optional<URI> prometheus = top.text("prometheus").flatMap(url -> uri(top, "prometheus", url));
        List<AutoscaledApp> apps = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlFields each : top.children("apps")) {
            AutoscaledApp app = app(each, prometheus);
            if (!seen.add(app.key())) {
                each.bad("app", app.key() + " is there twice");
            }
            apps.add(app);
        }
        if (apps.isEmpty()) {
            top.bad("apps", "at least one app is needed");
        }
        top.end();
        problems.throwIfAny("autoscale");
        return new AutoscaleConfig(every, apps);
    }

    private static AutoscaledApp app(YamlFields fields, Optional<URI> prometheus) {
        String app = fields.required("app");
        String namespace = fields.text("namespace").orElse("default");
        List<String> clusters = fields.texts("clusters");
        ScalingRules rules = rules(fields);
        List<Gauge> gauges = new ArrayList<>();
        for (YamlFields each : fields.children("policies")) {
            gauge(each, prometheus).ifPresent(gauges::add);
            each.end();
        }
        if (gauges.isEmpty()) {
            fields.bad("policies", "at least one is needed, such as {cpu: 60%} or {query: …, target: …}");
        }
        fields.end();
        return new AutoscaledApp(namespace, app, clusters, rules, gauges);
    }

    private static ScalingRules rules(YamlFields fields) {
        fields.required("min");
        fields.required("max");
        int min = fields.integer("min", 1, 1, 100_000);
        int max = fields.integer("max", min, 1, 100_000);
        if (max < min) {
            fields.bad("max", "must be at least min, which is " + min);
        }
        double tolerance = decimal(fields, "tolerance", ScalingRules.TOLERANCE * 100, 0, 99) / 100;
        double panic = decimal(fields, "panic", ScalingRules.PANIC, 0, 10);
        boolean flood = panic == 0 || panic > 1;
        if (!flood) {
            fields.bad("panic", "must be more than 1, such as 1.4, or 0 for never");
        }
        return new ScalingRules(
                min,
                Math.max(min, max),
                duration(fields, "upCooldown", ScalingRules.UP_COOLDOWN),
                duration(fields, "downCooldown", ScalingRules.DOWN_COOLDOWN),
                tolerance,
                flood ? panic : 0);
    }

    private static Optional<Gauge> gauge(YamlFields fields, Optional<URI> prometheus) {
        Optional<String> cpu = fields.text("cpu");
        Optional<String> memory = fields.text("memory");
        Optional<String> query = fields.text("query");
        String target = fields.text("target").orElse("");
        String name = fields.text("name").orElse("query");
        Optional<URI> server = fields.text("prometheus")
                .flatMap(url -> uri(fields, "prometheus", url))
                .or(() -> prometheus);
        if (List.of(cpu, memory, query).stream().filter(Optional::isPresent).count() != 1) {
            fields.bad("query", "a policy has one of 'cpu', 'memory' and 'query'");
            return Optional.empty();
        }
        if (query.isEmpty()) {
            String resource = cpu.isPresent() ? "cpu" : "memory";
            return resource(fields, resource, cpu.or(() -> memory).orElseThrow());
        }
        if (server.isEmpty()) {
            fields.bad("query", "needs the address of a Prometheus: 'prometheus' here or at the top");
        }
        double each = positive(fields, target);
        return server.map(url -> new Gauge.Query(name, url, query.get(), each));
    }

    private static Optional<Gauge> resource(YamlFields fields, String resource, String text) {
        if (text.matches(PERCENT)) {
            BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
            return Optional.of(new Gauge.Resource(resource, percent.movePointLeft(2), true));
        }
        if (!text.matches(AMOUNT) || Quantity.parse(text).getNumericalAmount().signum() == 0) {
            fields.bad(
                    resource,
                    "'" + text + "' is neither a percentage of what the pods request, such as '60%', nor an amount for"
                            + " each pod, such as '500m' or '1.5Gi'");
            return Optional.empty();
        }
        return Optional.of(new Gauge.Resource(resource, Quantity.parse(text).getNumericalAmount(), false));
    }

    private static double positive(YamlFields fields, String text) {
        if (text.matches("\\d{1,12}(\\.\\d{1,9})?") && Double.parseDouble(text) > 0) {
            return Double.parseDouble(text);
        }
        fields.bad("target", text.isEmpty() ? "is missing" : "'" + text + "' is no number of more than 0");
        return 1;
    }

    private static double decimal(YamlFields fields, String key, double otherwise, double least, double most) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        String digits = text.get().replace("%", "");
        if (digits.matches("\\d{1,4}(\\.\\d{1,4})?")) {
            double value = Double.parseDouble(digits);
            if (value >= least && value <= most) {
                return value;
            }
        }
        fields.bad(key, "'" + text.get() + "' is not a number from " + least + " to " + most);
        return otherwise;
    }

    private static Duration duration(YamlFields fields, String key, Duration otherwise) {
        try {
            return fields.text(key).map(Durations::parse).orElse(otherwise);
        } catch (IllegalArgumentException e) {
            fields.bad(key, e.getMessage());
            return otherwise;
        }
    }

    private static Optional<URI> uri(YamlFields fields, String key, String url) {
        if (url.matches(ADDRESS)) {
            return Optional.of(URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url));
        }
        fields.bad(key, "'" + url + "' is no address, such as http://prometheus:9090");
        return Optional.empty();
    }
}
