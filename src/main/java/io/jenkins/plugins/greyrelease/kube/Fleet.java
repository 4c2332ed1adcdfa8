package io.jenkins.plugins.greyrelease.kube;

import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import java.util.List;
import java.util.Optional;

/**
 * The clusters that releases can go to, in the order they are configured. Immutable.
 *
 * @param members at least none; names unique
 * @param builds where Dockerfiles are built
 */
public record Fleet(List<FleetMember> members, Optional<BuildsSpec> builds) {
    public Fleet {
        members = List.copyOf(members);
    }

    /** One in which no images are built. */
    public Fleet(List<FleetMember> members) {
        this(members, Optional.empty());
    }

    /** The names, in order. */
    public List<String> names() {
        return members.stream().map(FleetMember::name).toList();
    }

    /** The cluster of this name. */
    public Optional<FleetMember> member(String name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /**
     * The clusters that names and labels select, in their order; see {@link Selection#of}.
     *
     * @param wanted names or {@code label:value}; none: all
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming all that are unknown or named twice
     */
    public List<FleetMember> select(List<String> wanted) {
        List<ClusterSpec> selected =
                Selection.of(members.stream().map(FleetMember::spec).toList(), wanted);
        return selected.stream().map(spec -> member(spec.name()).orElseThrow()).toList();
    }
}
