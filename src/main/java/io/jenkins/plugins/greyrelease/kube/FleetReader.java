package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Simulate;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.NotifySpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.ServiceSpec;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Reads a fleet: {@code fleet.yaml}, or what another front end has in the same shape. The rules are the same for all;
 * everything that is wrong is said at once, in a file with its line.
 */
public final class FleetReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    /** Name of a namespace: RFC 1123 label. */
    static final Pattern NAMESPACE = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

    private final Problems problems = new Problems();
    private final String credentials;
    private final AccessReader access;

    /**
     * @param file whether it is a file, of which rehearsals make clusters that cannot be reached otherwise
     */
    private FleetReader(boolean file) {
        this.credentials = file ? "credentials" : "credentialsId";
        this.access = new AccessReader(credentials, !file);
    }

    /**
     * Reads a fleet.
     *
     * @param file its name, for messages
     * @param text its content
     * @throws BadArgumentsException with everything that is wrong
     */
    public static FleetSpec read(String file, String text) {
        FleetReader reader = new FleetReader(true);
        YamlFields top = YamlFields.read("fleet", file, text, reader.problems);
        FleetSpec spec = reader.fleet(top);
        if (spec.clusters().isEmpty()) {
            top.bad("clusters", "at least one cluster is needed");
        }
        reader.problems.throwIfAny("fleet");
        return spec;
    }

    /**
     * Reads a fleet that is configured elsewhere. It may be empty; every cluster in it must say how it is reached.
     *
     * @param what it is, for messages
     * @param values keys as in {@code fleet.yaml}, but {@code credentialsId} for {@code credentials}; values are texts,
     *     booleans, and lists and maps of them, null for what is not set
     * @throws BadArgumentsException with everything that is wrong, each beginning with its path ({@code clusters[0].name: })
     */
    public static FleetSpec of(String what, Map<String, ?> values) {
        FleetReader reader = new FleetReader(false);
        FleetSpec spec = reader.fleet(YamlFields.of(values, reader.problems));
        reader.problems.throwIfAny(what);
        return spec;
    }

    /** Whether a cluster may be called so: letters, digits, {@code .}, {@code _} and {@code -}, at most 63. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private FleetSpec fleet(YamlFields top) {
        List<ClusterSpec> clusters = clusters(top);
        List<RegistrySpec> registries = new RegistryReader(credentials, FleetReader::name).read(top);
        Optional<ServiceSpec> jira = top.child("jira").map(fields -> service(fields, false));
        Optional<ServiceSpec> sonarqube = top.child("sonarqube").map(fields -> service(fields, true));
        List<String> names = clusters.stream().map(ClusterSpec::name).toList();
        Optional<BuildsSpec> builds = top.child("builds").map(fields -> BuildsReader.read(fields, names));
        String secret = credentials.equals("credentials") ? "secret" : "secretId";
        List<NotifySpec> notifications = new NotifyReader(credentials, secret, FleetReader::name).read(top);
        top.end();
        return new FleetSpec(clusters, registries, jira, sonarqube, builds, notifications);
    }

    private List<ClusterSpec> clusters(YamlFields top) {
        List<ClusterSpec> clusters = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (YamlFields fields : top.children("clusters")) {
            String name = name(fields, names);
            String idc = fields.text("idc").orElse("");
            clusters.add(new ClusterSpec(
                    name, idc, labels(fields), namespaces(fields), access.read(fields), simulate(fields)));
            fields.end();
        }
        return clusters;
    }

    private static SortedMap<String, String> labels(YamlFields fields) {
        SortedMap<String, String> labels = fields.map("labels");
        for (String reserved : List.of("idc", "name")) {
            if (labels.containsKey(reserved)) {
                fields.bad("labels", "'" + reserved + "' is a key of the cluster itself, not one of its labels");
            }
        }
        return labels;
    }

    private static List<String> namespaces(YamlFields fields) {
        List<String> namespaces = fields.texts("namespaces");
        for (String namespace : namespaces) {
            if (!NAMESPACE.matcher(namespace).matches()) {
                fields.bad(
                        "namespaces",
                        "'" + namespace + "' is no namespace; allowed are lower-case letters, digits and '-', at most"
                                + " 63");
            }
        }
        return namespaces;
    }

    /** Names that differ by letter case only are refused: file systems, DNS and people take them for the same. */
    private static String name(YamlFields fields, Map<String, String> names) {
        String name = fields.required("name");
        if (name.isEmpty()) {
            return name;
        }
        if (!isName(name)) {
            fields.bad(
                    "name",
                    "'" + name + "' is no name; allowed are letters, digits, '.', '_' and '-', at most 63, a letter or"
                            + " digit at both ends");
        }
        String other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (name.equals(other)) {
            fields.bad("name", "'" + name + "' is there twice");
        } else if (other != null) {
            fields.bad("name", "'" + name + "' differs from '" + other + "' by letter case only");
        }
        return name;
    }

    private Simulate simulate(YamlFields cluster) {
        Optional<YamlFields> given = cluster.child("simulate");
        if (given.isEmpty()) {
            return Simulate.DEFAULT;
        }
        YamlFields fields = given.get();
        Simulate usual = Simulate.DEFAULT;
        int nodes = fields.integer("nodes", usual.nodes(), 1, 5000);
        int racks = fields.integer("racks", Math.min(usual.racks(), nodes), 1, nodes);
        Simulate simulate = new Simulate(
                nodes,
                racks,
                quantity(fields, "nodeCpu", usual.nodeCpu()),
                quantity(fields, "nodeMemory", usual.nodeMemory()));
        fields.end();
        return simulate;
    }

    /** What is wrong is noted. */
    static String quantity(YamlFields fields, String key, String otherwise) {
        String text = fields.text(key).orElse(otherwise);
        try {
            if (Quantity.parse(text).getNumericalAmount().signum() > 0) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            fields.bad(key, "'" + text + "' is no quantity, such as 16, 500m or 64Gi");
            return otherwise;
        }
        fields.bad(key, "'" + text + "' must be more than nothing");
        return otherwise;
    }

    private ServiceSpec service(YamlFields fields, boolean webhooks) {
        String url = fields.required("url");
        if (!url.isEmpty()) {
            AccessReader.url(fields, "url", url);
        }
        Optional<String> authority = fields.text("caCertificate");
        authority.ifPresent(pem -> AccessReader.certificate(fields, pem));
        String secret = credentials.equals("credentials") ? "webhookSecret" : "webhookSecretId";
        ServiceSpec service = new ServiceSpec(url, fields.text(credentials), authority, fields.text(secret));
        if (!webhooks && service.webhookSecret().isPresent()) {
            fields.bad(secret, "is only for SonarQube, whose webhooks are listened to");
        }
        fields.end();
        return service;
    }
}
