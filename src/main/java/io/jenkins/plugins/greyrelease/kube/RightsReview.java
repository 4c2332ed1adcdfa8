package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectRulesReviewStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a cluster which rights are missing: one question for all of a namespace's rights; one for each right that the
 * answer does not show where the cluster says that it is incomplete (it has authorizers beside RBAC), and for all of them
 * where there is no namespace to ask about.
 */
public final class RightsReview {
    private static final String ANY = "*";

    private final Cluster cluster;
    private final String namespace;

    private RightsReview(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /**
     * What is missing, in the order of the rights; empty if nothing is.
     *
     * @param namespace empty: all of them
     * @return fails with a {@link KubeException} where the cluster does not answer
     */
    public static CompletableFuture<List<Right.Lack>> missing(Cluster cluster, List<Right> rights, String namespace) {
        return new RightsReview(cluster, namespace).missing(rights);
    }

    private CompletableFuture<List<Right.Lack>> missing(List<Right> rights) {
        if (namespace.isEmpty()) {
            return eachAsked(rights, List.of());
        }
        SelfSubjectRulesReview question = new SelfSubjectRulesReviewBuilder()
                .withNewSpec()
                .withNamespace(namespace)
                .endSpec()
                .build();
        return cluster.create(Kind.SELF_SUBJECT_RULES_REVIEW, question, WriteOptions.FOR_REAL)
                .thenCompose(answer -> {
                    SubjectRulesReviewStatus status = answer.getStatus();
                    return status == null || Boolean.TRUE.equals(status.getIncomplete())
                            ? eachAsked(rights, rules(status))
                            : CompletableFuture.completedFuture(told(rights, rules(status)));
                });
    }

    private static List<ResourceRule> rules(SubjectRulesReviewStatus status) {
        return status == null || status.getResourceRules() == null ? List.of() : status.getResourceRules();
    }

    private List<Right.Lack> told(List<Right> rights, List<ResourceRule> rules) {
        return rights.stream()
                .flatMap(right -> right.lack(allowed(right, rules), namespace).stream())
                .toList();
    }

    private CompletableFuture<List<Right.Lack>> eachAsked(List<Right> rights, List<ResourceRule> rules) {
        CompletableFuture<List<Right.Lack>> all = CompletableFuture.completedFuture(List.of());
        for (Right right : rights) {
            CompletableFuture<List<String>> allowed = CompletableFuture.completedFuture(allowed(right, rules));
            for (String verb : right.verbs()) {
                allowed = allowed.thenCombine(ask(right, verb, rules), (known, may) -> may ? plus(known, verb) : known);
            }
            all = all.thenCombine(allowed, (lacks, verbs) -> right.lack(verbs, namespace)
                    .map(lack -> plus(lacks, lack))
                    .orElse(lacks));
        }
        return all;
    }

    private CompletableFuture<Boolean> ask(Right right, String verb, List<ResourceRule> rules) {
        if (allowed(right, rules).contains(verb)) {
            return CompletableFuture.completedFuture(true);
        }
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(right.kind().namespaced() ? namespace : "")
                .withGroup(right.kind().group())
                .withResource(right.kind().plural())
                .withSubresource(right.subresource().isEmpty() ? null : right.subresource())
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
        return cluster.create(Kind.SELF_SUBJECT_ACCESS_REVIEW, review, WriteOptions.FOR_REAL)
                .thenApply(answer -> answer.getStatus() != null
                        && Boolean.TRUE.equals(answer.getStatus().getAllowed()));
    }

    /** Rules for single objects, by name, are no right on a kind. */
    private static List<String> allowed(Right right, List<ResourceRule> rules) {
        return right.verbs().stream()
                .filter(verb -> rules.stream()
                        .filter(rule -> rule.getResourceNames() == null
                                || rule.getResourceNames().isEmpty())
                        .anyMatch(rule -> one(rule.getVerbs(), verb)
                                && one(rule.getApiGroups(), right.kind().group())
                                && (one(rule.getResources(), right.resource())
                                        || !right.subresource().isEmpty()
                                                && one(rule.getResources(), ANY + "/" + right.subresource()))))
                .toList();
    }

    private static boolean one(List<String> given, String asked) {
        return given != null && (given.contains(ANY) || given.contains(asked));
    }

    private static <T> List<T> plus(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return List.copyOf(longer);
    }
}
