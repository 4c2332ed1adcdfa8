package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.image.DistributionRegistry;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.image.build.Place;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ReplicationPolicy;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Names;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Stand-ins for the registries of a fleet, and the way to them that everything else takes to real ones. */
public final class SimulatedRegistries {
    private static final String CLIENT = "grey";
    private static final String ASSUMED = "assumed by the rehearsal";
    /** Bytes of the layers of an image that is made up. */
    private static final int[] LAYERS = {3000, 2000, 1000};

    private final RegistryNet net;
    private final PatientClient client;
    private final Registries registries;

    /** Empty ones; credentials are not asked for. */
    public SimulatedRegistries(List<RegistrySpec> specs, Scheduler time, Ids ids) {
        net = new RegistryNet(time);
        client = new PatientClient(net.client(CLIENT), time, ids, Patience.USUAL);
        registries = new Registries(specs.stream().map(this::member).toList(), host -> Optional.empty());
    }

    private Registries.Member member(RegistrySpec spec) {
        String url = spec.url().replaceFirst("/$", "");
        net.add(spec.name(), url).open();
        return new Registries.Member(spec, way(spec.name(), url), client, Login.Anonymous::new);
    }

    private Registry way(String name, String url) {
        return new DistributionRegistry(name, URI.create(url), Login.Anonymous::new, client);
    }

    /**
     * Where an image is that another one is built on.
     *
     * @param madeUp whether no stand-in had it, so that another one stands for it now
     */
    record Base(Place place, boolean madeUp) {}

    /** Where this image is; of a host that the fleet does not have, in a registry that is made up as well. */
    Base base(ImageRef image) {
        String host = image.registry();
        Optional<Registries.Member> configured = registries.byHost(host);
        String name = configured.map(Registries.Member::name).orElse(host);
        StandInRegistry standIn =
                net.named(name).orElseGet(() -> net.add(name, "https://" + host).open());
        Registry registry = configured.map(Registries.Member::registry).orElseGet(() -> way(name, standIn.url()));
        boolean there = standIn.digest(image.repository(), image.reference()).isPresent();
        return new Base(new Place(registry, there ? image : AssumedImages.standsFor(image, standIn)), !there);
    }

    /**
     * Puts images into them, those of registries that the fleet has: what runs is in all registries; what is going to be
     * released or brought elsewhere is where it is named and, if no step of the pipeline brings it there, in all others too. That Harbor
     * replicates from a registry to those that have it as their upstream has to be assumed, and the policy's name says so.
     */
    void fill(SimulatedFleet fleet, Discovery.Found found) {
        for (RegistrySpec spec : registries.specs()) {
            spec.upstream()
                    .map(this::named)
                    .ifPresent(
                            upstream -> upstream.replicate(ReplicationPolicy.push(ASSUMED, named(spec.name()), "**")));
        }
        for (SimulatedCluster cluster : fleet.clusters()) {
            cluster.server().list(Kind.REPLICA_SET, null, null).stream()
                    .flatMap(each -> each.getSpec().getTemplate().getSpec().getContainers().stream())
                    .forEach(container -> put(container.getImage(), true));
        }
        found.demands().stream()
                .flatMap(demand -> demand.newImages().stream())
                .forEach(image -> put(image, found.brought().isEmpty()));
        found.brought().forEach(image -> put(image, false));
    }

    private void put(String image, boolean everywhere) {
        configured(image).ifPresent(ref -> net.registries().stream()
                .filter(each -> everywhere || each.host().equalsIgnoreCase(ref.registry()))
                .forEach(each -> put(each, ref)));
    }

    /** What is named by digest alone has to be believed. */
    static void put(StandInRegistry registry, ImageRef image) {
        if (image.digest().isPresent()) {
            registry.claim(image.repository(), image.digest().get().toString());
        } else {
            registry.put(image.repository(), image.reference(), SampleImage.of(image.toString(), LAYERS));
        }
    }

    /** The image, if one of these has it, or should. */
    Optional<ImageRef> configured(String image) {
        try {
            return Optional.of(ImageRef.of(image))
                    .filter(ref -> registries.byHost(ref.registry()).isPresent());
        } catch (IllegalArgumentException e) {
            // the API server says what is wrong with it
            return Optional.empty();
        }
    }

    /**
     * A pattern of how pods name this image, from whatever registry: {@code *shop/cart:2*} of {@code
     * harbor.example/shop/cart:2}.
     */
    static String anywhere(String image) {
        int slash = image.indexOf('/');
        boolean host = slash > 0 && image.substring(0, slash).matches(".*[.:].*");
        return host ? "*" + image.substring(slash) + (image.contains("@") ? "" : "*") : image;
    }

    /**
     * Refuses faults of registries that are not there.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming all of them
     */
    void check(List<FaultSpec> faults) {
        List<String> known = registries.specs().stream().map(RegistrySpec::name).toList();
        Problems problems = new Problems();
        for (FaultSpec fault : faults) {
            if (fault instanceof FaultSpec.Registry at && !known.contains(at.registry())) {
                problems.bad(
                        "--fault",
                        at.trouble().written() + "=" + at.registry(),
                        "the fleet has no registry '" + at.registry() + "'" + Names.hint(at.registry(), known)
                                + (known.isEmpty() ? "; it has none" : "; it has " + String.join(", ", known)));
            }
        }
        problems.throwIfAny("rehearse");
    }

    /** As steps and releases reach them. */
    public Registries registries() {
        return registries;
    }

    /** How many requests of ours it has answered. */
    public int requests(String name) {
        return net.traffic().on(CLIENT, name).requests();
    }

    /** The stand-in that image references with this host mean. */
    Optional<StandInRegistry> at(String host) {
        return registries.byHost(host).map(Registries.Member::name).map(this::named);
    }

    /** The stand-in of this name. */
    public StandInRegistry named(String name) {
        return net.named(name).orElseThrow(() -> new IllegalArgumentException("no registry " + name));
    }
}
