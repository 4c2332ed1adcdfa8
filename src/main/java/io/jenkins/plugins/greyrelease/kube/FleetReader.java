package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Access;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Simulate;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.ServiceSpec;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code fleet.yaml}. Everything that is wrong is said at once, with file and line. */
public final class FleetReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+[^\\s?#]*");

    private final Problems problems = new Problems();

    private FleetReader() {}

    /**
     * Reads a fleet.
     *
     * @param file its name, for messages
     * @param text its content
     * @throws BadArgumentsException with everything that is wrong
     */
    public static FleetSpec read(String file, String text) {
        FleetReader reader = new FleetReader();
        FleetSpec spec = reader.fleet(YamlFields.read("fleet", file, text, reader.problems));
        reader.problems.throwIfAny("fleet");
        return spec;
    }

    private FleetSpec fleet(YamlFields top) {
        List<ClusterSpec> clusters = clusters(top);
        List<RegistrySpec> registries = registries(top);
        Optional<ServiceSpec> jira = top.child("jira").map(this::service);
        Optional<ServiceSpec> sonarqube = top.child("sonarqube").map(this::service);
        top.end();
        return new FleetSpec(clusters, registries, jira, sonarqube);
    }

    private List<ClusterSpec> clusters(YamlFields top) {
        List<ClusterSpec> clusters = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (YamlFields fields : top.children("clusters")) {
            String name = name(fields, names);
            String idc = fields.text("idc").orElse("");
            ClusterSpec spec = new ClusterSpec(
                    name, idc, fields.map("labels"), fields.texts("namespaces"), access(fields), simulate(fields));
            for (String reserved : List.of("idc", "name")) {
                if (spec.labels().containsKey(reserved)) {
                    fields.bad("labels", "'" + reserved + "' is a key of the cluster itself, not one of its labels");
                }
            }
            fields.end();
            clusters.add(spec);
        }
        if (clusters.isEmpty()) {
            top.bad("clusters", "at least one cluster is needed");
        }
        return clusters;
    }

    /** Names that differ by letter case only are refused: file systems, DNS and people take them for the same. */
    private static String name(YamlFields fields, Map<String, String> names) {
        String name = fields.required("name");
        if (name.isEmpty()) {
            return name;
        }
        if (!NAME.matcher(name).matches()) {
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

    private static Optional<Access> access(YamlFields fields) {
        Optional<String> context = fields.text("context");
        Optional<String> server = fields.text("server");
        Optional<String> authority = fields.text("caCertificate");
        Optional<String> credentials = fields.text("credentials");
        if (context.isPresent() && server.isPresent()) {
            fields.bad("server", "a cluster has a 'context' or a 'server', not both");
        }
        if (server.isPresent()) {
            url(fields, "server", server.get());
            if (credentials.isEmpty()) {
                fields.bad("credentials", "is missing; a 'server' needs the id of its token");
            }
            return Optional.of(new Access.Server(server.get(), authority, credentials.orElse("")));
        }
        authority.ifPresent(a -> fields.bad("caCertificate", "is only for a cluster with a 'server'"));
        credentials.ifPresent(c -> fields.bad("credentials", "is only for a cluster with a 'server'"));
        return context.map(Access.Context::new);
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

    private static String quantity(YamlFields fields, String key, String otherwise) {
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

    private List<RegistrySpec> registries(YamlFields top) {
        List<RegistrySpec> registries = new ArrayList<>();
        List<YamlFields> children = top.children("registries");
        Map<String, String> names = new HashMap<>();
        for (YamlFields fields : children) {
            String name = name(fields, names);
            String idc = fields.text("idc").orElse("");
            ServiceSpec service = address(fields);
            registries.add(new RegistrySpec(name, idc, service.url(), service.credentials(), fields.text("upstream")));
            fields.end();
        }
        List<String> known = registries.stream().map(RegistrySpec::name).toList();
        for (int i = 0; i < registries.size(); i++) {
            String upstream = registries.get(i).upstream().orElse(null);
            if (upstream != null && !known.contains(upstream)) {
                children.get(i)
                        .bad("upstream", "no registry is named '" + upstream + "'" + Names.hint(upstream, known));
            }
        }
        return registries;
    }

    private ServiceSpec service(YamlFields fields) {
        ServiceSpec service = address(fields);
        fields.end();
        return service;
    }

    private static ServiceSpec address(YamlFields fields) {
        String url = fields.required("url");
        if (!url.isEmpty()) {
            url(fields, "url", url);
        }
        return new ServiceSpec(url, fields.text("credentials"));
    }

    private static void url(YamlFields fields, String key, String url) {
        if (!URL.matcher(url).matches()) {
            fields.bad(key, "'" + url + "' is no address, such as https://harbor.example");
        }
    }
}
