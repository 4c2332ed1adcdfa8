package io.jenkins.plugins.greyrelease.kube;

/**
 * A cluster of a fleet together with the way to talk to it.
 *
 * @param spec its name, labels and where releases are allowed
 * @param cluster the port to it
 */
public record FleetMember(ClusterSpec spec, Cluster cluster) {

    /** Its name in the fleet. */
    public String name() {
        return spec.name();
    }

    /** Whether a release may change things in this namespace. */
    public boolean allows(String namespace) {
        return spec.allows(namespace);
    }
}
