package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The rights that a release needs in the app's namespace, and whether they are there. */
public final class Rights {

    /** A right: verbs on a kind, and what a release does with them. */
    record Right(Kind<?> kind, List<String> verbs, String why) {}

    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> LIST = List.of("list");

    static final List<Right> NEEDED = List.of(
            new Right(
                    Kind.DEPLOYMENT,
                    List.of("get", "list", "watch", "create", "update", "patch", "delete"),
                    "to make, scale and remove the canary"),
            new Right(
                    Kind.REPLICA_SET,
                    List.of("get", "list", "watch", "update", "patch", "delete"),
                    "to hand the canary's pods over to the Deployment"),
            new Right(Kind.POD, READ, "to count pods"),
            new Right(Kind.ENDPOINT_SLICE, READ, "to see which pods serve"),
            new Right(Kind.SERVICE, READ, "to see whether the canary gets traffic"),
            new Right(Kind.PDB, LIST, "to see whether the canary is protected"),
            new Right(Kind.NETWORK_POLICY, LIST, "to see whether the canary can be reached"),
            new Right(Kind.RESOURCE_QUOTA, LIST, "to see whether there is room"),
            new Right(
                    Kind.HPA, List.of("get", "list", "watch", "patch"), "to hold the autoscaler during the hand-over"),
            new Right(Kind.CONFIG_MAP, List.of("get", "create", "update"), "to keep the record"),
            new Right(Kind.LEASE, List.of("get", "create", "update", "delete"), "to say who drives the release"));

    private Rights() {}

    /**
     * What is missing, in words, in order; empty if nothing is.
     *
     * @param namespace of the app; empty: all namespaces
     * @return fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException} where the cluster does not answer
     */
    public static CompletableFuture<List<String>> missing(Cluster cluster, String namespace) {
        CompletableFuture<List<String>> all = CompletableFuture.completedFuture(List.of());
        for (Right right : NEEDED) {
            for (String verb : right.verbs()) {
                all = all.thenCombine(allowed(cluster, namespace, right, verb), (missing, allowed) -> {
                    if (allowed) {
                        return missing;
                    }
                    List<String> more = new ArrayList<>(missing);
                    more.add("no right to " + verb + " " + right.kind().plural() + " in "
                            + (namespace.isEmpty() ? "all namespaces" : "namespace " + namespace) + ", needed "
                            + right.why());
                    return more;
                });
            }
        }
        return all;
    }

    private static CompletableFuture<Boolean> allowed(Cluster cluster, String namespace, Right right, String verb) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(right.kind().group())
                .withResource(right.kind().plural())
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
        return cluster.create(Kind.SELF_SUBJECT_ACCESS_REVIEW, review, WriteOptions.FOR_REAL)
                .thenApply(answer -> answer.getStatus() != null
                        && Boolean.TRUE.equals(answer.getStatus().getAllowed()));
    }
}
