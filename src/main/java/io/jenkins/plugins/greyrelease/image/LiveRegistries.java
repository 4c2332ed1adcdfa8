package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.http.TrustingClients;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Real registries, which may be configured anew at any time. One whose entry has not changed stays the same one, so that
 * its tokens and connections are shared. Nothing is asked of a registry before it is used.
 *
 * <p>Thread-safe.
 */
public final class LiveRegistries {
    private static final String DOCKER_HUB = "docker.io";
    private static final String WHERE_DOCKER_HUB_ANSWERS = "https://registry-1.docker.io";

    private final TrustingClients clients;
    private final Function<RegistrySpec, Login> logins;
    private Map<RegistrySpec, Registries.Member> opened = Map.of();
    private final Map<String, Registry> others = new TreeMap<>();

    /**
     * @param builders of clients, each with the proxy to use
     * @param logins who to be at a registry; asked whenever that is needed. It may fail with an {@link
     *     IllegalStateException} in words for people. A registry that is not configured has its host for a name, and no
     *     credentials
     */
    public LiveRegistries(
            Supplier<HttpClient.Builder> builders, Function<RegistrySpec, Login> logins, Scheduler scheduler, Ids ids) {
        this.clients = new TrustingClients(builders, scheduler, ids);
        this.logins = logins;
    }

    /**
     * The registries as they are configured now.
     *
     * @param byWay whatever else decides how they are reached, such as a proxy: another one, and all are opened anew
     */
    public synchronized Registries of(List<RegistrySpec> specs, Object byWay) {
        if (clients.forgotten(byWay)) {
            opened = Map.of();
            others.clear();
        }
        Map<RegistrySpec, Registries.Member> current = new LinkedHashMap<>();
        for (RegistrySpec spec : specs) {
            Registries.Member before = opened.get(spec);
            current.put(spec, before == null ? open(spec, spec.url()) : before);
        }
        opened = current;
        return new Registries(List.copyOf(current.values()), host -> Optional.of(other(host)));
    }

    private synchronized Registry other(String host) {
        return others.computeIfAbsent(host, name -> {
            String url = "https://" + name;
            RegistrySpec spec = new RegistrySpec(name, "", url, Optional.empty(), Optional.empty(), Optional.empty());
            return open(spec, name.equals(DOCKER_HUB) ? WHERE_DOCKER_HUB_ANSWERS : url)
                    .registry();
        });
    }

    private Registries.Member open(RegistrySpec spec, String url) {
        PatientClient client = clients.trusting(spec.caCertificate());
        Supplier<Login> login = () -> logins.apply(spec);
        return new Registries.Member(
                spec, new DistributionRegistry(spec.name(), URI.create(url), login, client), client, login);
    }
}
