package io.jenkins.plugins.greyrelease.kube;

import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads the registries of a fleet. */
final class RegistryReader {
    private final String credentials;
    private final BiFunction<YamlFields, Map<String, String>, String> names;
    private final List<YamlFields> entries = new ArrayList<>();
    private final List<RegistrySpec> registries = new ArrayList<>();

    /**
     * @param credentials the key that names them
     * @param names reads a name, and notes what is wrong with it beside those read before
     */
    RegistryReader(String credentials, BiFunction<YamlFields, Map<String, String>, String> names) {
        this.credentials = credentials;
        this.names = names;
    }

    /** Notes what is wrong with each and with all together. */
    List<RegistrySpec> read(YamlFields fleet) {
        Map<String, String> taken = new HashMap<>();
        Map<String, String> hosts = new HashMap<>();
        for (YamlFields fields : fleet.children("registries")) {
            RegistrySpec registry = registry(fields, taken);
            fields.end();
            String other = registry.url().isEmpty() ? null : hosts.putIfAbsent(host(registry), registry.name());
            if (other != null) {
                fields.bad(
                        "url", "registry '" + other + "' has this address already; an image tells its registry by it");
            }
            entries.add(fields);
            registries.add(registry);
        }
        for (int i = 0; i < registries.size(); i++) {
            upstream(entries.get(i), registries.get(i));
        }
        return registries;
    }

    private static String host(RegistrySpec registry) {
        return registry.host().toLowerCase(Locale.ROOT);
    }

    private RegistrySpec registry(YamlFields fields, Map<String, String> taken) {
        String name = names.apply(fields, taken);
        String url = fields.required("url");
        if (!url.isEmpty()) {
            AccessReader.url(fields, "url", url);
            if (url.matches("https?://[^/]+/.+")) {
                fields.bad(
                        "url",
                        "'" + AccessReader.shown(url)
                                + "' has a path; what follows the host belongs to the names of images");
            }
        }
        Optional<String> authority = fields.text("caCertificate");
        authority.ifPresent(pem -> AccessReader.certificate(fields, pem));
        return new RegistrySpec(
                name, fields.text("idc").orElse(""), url, fields.text(credentials), fields.text("upstream"), authority);
    }

    private void upstream(YamlFields fields, RegistrySpec registry) {
        List<String> known = registries.stream().map(RegistrySpec::name).toList();
        String upstream = registry.upstream().orElse(null);
        if (upstream != null && !known.contains(upstream)) {
            fields.bad("upstream", "no registry is named '" + upstream + "'" + Names.hint(upstream, known));
        } else if (upstream != null && comesRound(registry)) {
            fields.bad("upstream", "'" + upstream + "' gets its images, in the end, from '" + registry.name() + "'");
        }
    }

    /** Whether its images come from itself; a circle that it only leads into is said of those that are in it. */
    private boolean comesRound(RegistrySpec registry) {
        Set<String> seen = new HashSet<>();
        Optional<RegistrySpec> at = Optional.of(registry);
        while (at.isPresent() && seen.add(at.get().name())) {
            at = at.get().upstream().flatMap(this::named);
        }
        return at.map(RegistrySpec::name).filter(registry.name()::equals).isPresent();
    }

    private Optional<RegistrySpec> named(String name) {
        return registries.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
