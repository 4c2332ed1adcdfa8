package io.jenkins.plugins.greyrelease.manifest;

import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds that a simulated cluster serves. */
public final class KnownKinds {
    private static final List<Kind<?>> ALL = List.of(
            Kind.DEPLOYMENT,
            Kind.REPLICA_SET,
            Kind.STATEFUL_SET,
            Kind.DAEMON_SET,
            Kind.POD,
            Kind.NODE,
            Kind.SERVICE,
            Kind.CONFIG_MAP,
            Kind.SECRET,
            Kind.JOB,
            Kind.EVENT,
            Kind.RESOURCE_QUOTA,
            Kind.ENDPOINT_SLICE,
            Kind.HPA,
            Kind.PDB,
            Kind.NETWORK_POLICY,
            Kind.LEASE,
            Kind.SCALED_OBJECT,
            Kind.VPA,
            Kind.DESTINATION_RULE);

    /** Kinds whose objects nobody stores: the server makes them when it is asked. */
    private static final List<Kind<?>> MADE = List.of(
            Kind.SELF_SUBJECT_ACCESS_REVIEW,
            Kind.SELF_SUBJECT_RULES_REVIEW,
            Kind.SELF_SUBJECT_REVIEW,
            Kind.POD_METRICS);

    private KnownKinds() {}

    /** The kind of this name whose group is that of {@code apiVersion}; its version may be another one. */
    public static Optional<Kind<?>> find(String apiVersion, String kind) {
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        return ALL.stream()
                .filter(k -> k.kind().equals(kind) && k.group().equals(group))
                .findFirst();
    }

    /** Whether it is served, in this version. */
    public static boolean serves(Kind<?> kind) {
        return MADE.contains(kind) || ALL.contains(kind);
    }

    /** The kind that is served under this path of the API. */
    public static Optional<Kind<?>> served(String group, String version, String plural) {
        return Stream.concat(ALL.stream(), MADE.stream())
                .filter(k -> k.plural().equals(plural)
                        && k.group().equals(group)
                        && k.version().equals(version))
                .findFirst();
    }

    /**
     * An {@code autoscaling/v1} autoscaler as {@code autoscaling/v2} writes it; the real server converts it as well.
     */
    static Map<String, Object> hpaFromV1(Map<String, Object> v1) {
        Map<String, Object> v2 = new LinkedHashMap<>(v1);
        v2.put("apiVersion", Kind.HPA.apiVersion());
        v2.remove("status");
        if (v1.get("spec") instanceof Map<?, ?> given) {
            Map<String, Object> spec = new LinkedHashMap<>();
            given.forEach((key, value) -> spec.put(String.valueOf(key), value));
            Object cpu = spec.remove("targetCPUUtilizationPercentage");
            if (cpu != null) {
                Map<String, Object> target = Map.of("type", "Utilization", "averageUtilization", cpu);
                Map<String, Object> resource = Map.of("name", "cpu", "target", target);
                spec.put("metrics", List.of(Map.of("type", "Resource", "resource", resource)));
            }
            v2.put("spec", spec);
        }
        return v2;
    }
}
