package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The registries of a fleet, each with the way to it, in the order they are configured. Immutable. */
public final class Registries {
    /** No registries. */
    public static final Registries NONE = new Registries(List.of(), host -> Optional.empty());

    private final List<Member> members;
    private final Function<String, Optional<Registry>> others;

    /**
     * @param members in order, names unique
     * @param others the way to the registry at a host that is not configured, such as {@code docker.io} for base
     *     images; empty: there is none
     */
    public Registries(List<Member> members, Function<String, Optional<Registry>> others) {
        this.members = List.copyOf(members);
        this.others = others;
    }

    /**
     * One registry: what is configured of it, and the ways to it.
     *
     * @param registry the distribution protocol
     * @param client for what else the same server speaks, such as Harbor's own API
     * @param login who to be there; asked for whenever it is needed, since it may change
     */
    public record Member(RegistrySpec spec, Registry registry, PatientClient client, Supplier<Login> login) {
        /** The name it is configured by. */
        public String name() {
            return spec.name();
        }
    }

    /** All of them, in order. */
    public List<Member> all() {
        return members;
    }

    /** What is configured of each. */
    public List<RegistrySpec> specs() {
        return members.stream().map(Member::spec).toList();
    }

    /** The one of this name, if there is one. */
    public Optional<Member> find(String name) {
        return members.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException if there is none; the message says which there are
     */
    public Member byName(String name) {
        List<String> known = new ArrayList<>(members.stream().map(Member::name).toList());
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no registry is named '" + name + "'"
                        + Names.hint(name, known)
                        + (known.isEmpty() ? "; none is configured" : "; there are " + String.join(", ", known))));
    }

    /** The one that image references with this host mean, if it is configured. */
    public Optional<Member> byHost(String host) {
        return members.stream()
                .filter(each -> each.spec().host().equalsIgnoreCase(host))
                .findFirst();
    }

    /** The way to the registry of an image, configured or not, if there is one. */
    public Optional<Registry> reach(ImageRef image) {
        return byHost(image.registry()).map(Member::registry).or(() -> others.apply(image.registry()));
    }

    /** The first one that serves this data centre. */
    public Optional<Member> ofIdc(String idc) {
        return members.stream().filter(each -> each.spec().idc().equals(idc)).findFirst();
    }
}
