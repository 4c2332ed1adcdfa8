package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.image.DistributionRegistry;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Stand-ins for the registries of a fleet, and the way to them that everything else takes to real ones. */
public final class SimulatedRegistries {
    private static final String CLIENT = "grey";

    private final RegistryNet net;
    private final Registries registries;

    /** Empty ones; credentials are not asked for. */
    public SimulatedRegistries(List<RegistrySpec> specs, Scheduler time, Ids ids) {
        net = new RegistryNet(time);
        PatientClient client = new PatientClient(net.client(CLIENT), time, ids, Patience.USUAL);
        registries =
                new Registries(specs.stream().map(spec -> member(spec, client)).toList(), host -> Optional.empty());
    }

    private Registries.Member member(RegistrySpec spec, PatientClient client) {
        String url = spec.url().replaceFirst("/$", "");
        net.add(spec.name(), url).open();
        return new Registries.Member(
                spec,
                new DistributionRegistry(spec.name(), URI.create(url), Login.Anonymous::new, client),
                client,
                Login.Anonymous::new);
    }

    /** As steps and releases reach them. */
    public Registries registries() {
        return registries;
    }

    /** How many requests of ours it has answered. */
    public int requests(String name) {
        return net.traffic().on(CLIENT, name).requests();
    }

    /** The stand-in of this name. */
    public StandInRegistry named(String name) {
        return net.named(name).orElseThrow(() -> new IllegalArgumentException("no registry " + name));
    }
}
