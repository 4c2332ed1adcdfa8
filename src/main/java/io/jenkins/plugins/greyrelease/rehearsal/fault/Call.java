package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.Set;

/**
 * One call through the port.
 *
 * @param cluster name of the cluster
 * @param verb {@code get list watch create update patch scale delete evict log}
 * @param namespace null for all, or for kinds without
 * @param name null for list and watch, and for objects without a name yet
 * @param dryRun whether nothing is to be stored
 */
public record Call(String cluster, String verb, Kind<?> kind, String namespace, String name, boolean dryRun) {

    private static final Set<String> READS = Set.of("get", "list", "watch", "log");
    /** Created to be answered, and never stored. */
    private static final Set<Kind<?>> QUESTIONS =
            Set.of(Kind.SELF_SUBJECT_ACCESS_REVIEW, Kind.SELF_SUBJECT_RULES_REVIEW, Kind.SELF_SUBJECT_REVIEW);

    /** Whether the call would change the cluster. */
    public boolean write() {
        return !READS.contains(verb) && !dryRun && !QUESTIONS.contains(kind);
    }

    /** {@code update deployment/cart in shop}. */
    public String doing() {
        String target = name == null ? kind.plural() : kind.named(name);
        return verb + " " + target + (namespace == null ? "" : " in " + namespace);
    }
}
