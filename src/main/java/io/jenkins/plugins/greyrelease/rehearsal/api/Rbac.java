package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRuleBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Who may do what. Everybody may do everything until told otherwise: a user to whom something was granted may do only
 * that, and nobody what was denied, whether granted or not. Controllers are never asked.
 */
public final class Rbac {

    /** Matches every verb, resource or namespace. */
    public static final String ANY = "*";

    /**
     * One thing that is forbidden.
     *
     * @param verb {@code get list watch create update patch delete}, or {@link #ANY}
     * @param resource plural name, with a subresource if it is meant: {@code deployments}, {@code deployments/scale},
     *     {@code pods/eviction}; or {@link #ANY}
     * @param namespace or {@link #ANY}
     */
    public record Rule(String verb, String resource, String namespace) {

        private boolean covers(Asked asked) {
            return covers(verb, asked.verb)
                    && covers(resource, asked.resource)
                    && (covers(namespace, asked.namespace) || asked.namespace == null);
        }

        private static boolean covers(String mine, String theirs) {
            return mine.equals(ANY) || mine.equals(theirs);
        }
    }

    /**
     * What somebody wants to do.
     *
     * @param verb as RBAC knows it
     * @param group of the API, empty for the core group
     * @param resource plural name, with a subresource if it is meant
     * @param namespace null for all; empty for what lives in none
     */
    public record Asked(String user, String verb, String group, String resource, String namespace) {}

    private record Denial(String user, Rule rule) {}

    private record Grant(String user, String namespace, PolicyRule rule) {

        private boolean covers(Asked asked) {
            return user.equals(asked.user)
                    && (namespace.equals(ANY) || namespace.equals(asked.namespace))
                    && one(rule.getVerbs(), asked.verb)
                    && one(rule.getApiGroups(), asked.group)
                    && one(rule.getResources(), asked.resource);
        }

        private static boolean one(List<String> given, String asked) {
            return given.contains(ANY) || given.contains(asked);
        }
    }

    private final List<Denial> denials = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private Consumer<Asked> listener = asked -> {};

    /** Forbids something to a user. */
    public void deny(String user, Rule rule) {
        denials.add(new Denial(user, rule));
    }

    /** Allows again exactly what was denied. */
    public void allow(String user, Rule rule) {
        denials.remove(new Denial(user, rule));
    }

    /**
     * Grants something to a user, who may do nothing else from then on but ask what that is.
     *
     * @param namespace as a RoleBinding there does, or {@link #ANY} as a ClusterRoleBinding does
     * @param rules of a Role or ClusterRole, without {@code resourceNames}
     */
    public void grant(String user, String namespace, List<PolicyRule> rules) {
        for (PolicyRule rule : rules) {
            if (rule.getResourceNames() != null && !rule.getResourceNames().isEmpty()) {
                throw new IllegalArgumentException("resourceNames are not simulated: " + rule);
            }
            grants.add(new Grant(user, namespace, rule));
        }
    }

    /** Allows everything to everybody again. */
    public void allowAll() {
        denials.clear();
        grants.clear();
    }

    /** Hears of all that is asked, allowed or not; takes the place of who heard it before. */
    public void listen(Consumer<Asked> newListener) {
        listener = newListener;
    }

    /** Whether the user may; see {@link Asked}. */
    public boolean allows(Asked asked) {
        boolean denied = denials.stream()
                .anyMatch(d -> d.user().equals(asked.user) && d.rule().covers(asked));
        return !denied && (!limited(asked.user) || grants.stream().anyMatch(each -> each.covers(asked)));
    }

    private boolean limited(String user) {
        return grants.stream().anyMatch(each -> each.user().equals(user));
    }

    /**
     * Refuses a call that is forbidden.
     *
     * @param verb as RBAC knows it
     * @param subresource empty for the resource itself
     * @throws KubeException FORBIDDEN
     */
    void check(Request request, String verb, String subresource) {
        Kind<?> kind = request.kind();
        String resource = subresource.isEmpty() ? kind.plural() : kind.plural() + "/" + subresource;
        String namespace = kind.namespaced() ? request.namespace() : "";
        Asked asked = new Asked(request.who(), verb, kind.group(), resource, namespace);
        listener.accept(asked);
        if (!allows(asked)) {
            String where = namespace == null || namespace.isEmpty()
                    ? " at the cluster scope"
                    : " in the namespace \"" + namespace + "\"";
            throw request.forbidden("User \"" + request.who() + "\" cannot " + verb + " resource \"" + resource
                    + "\" in API group \"" + kind.group() + "\"" + where);
        }
    }

    /** Whether it is a question about oneself, which everybody may ask. */
    static boolean isQuestion(Kind<?> kind) {
        return kind.equals(Kind.SELF_SUBJECT_ACCESS_REVIEW)
                || kind.equals(Kind.SELF_SUBJECT_RULES_REVIEW)
                || kind.equals(Kind.SELF_SUBJECT_REVIEW);
    }

    /**
     * Answers a user's question about itself.
     *
     * @throws KubeException where it cannot be answered
     */
    <T extends HasMetadata> T review(Request request, Kind<T> kind, HasMetadata question) {
        if (question instanceof SelfSubjectRulesReview rules) {
            return kind.type().cast(rules(request, rules));
        } else if (question instanceof SelfSubjectReview who) {
            return kind.type()
                    .cast(new SelfSubjectReviewBuilder(who)
                            .withNewStatus()
                            .withNewUserInfo()
                            .withUsername(request.who())
                            .endUserInfo()
                            .endStatus()
                            .build());
        }
        return kind.type().cast(access(request.who(), (SelfSubjectAccessReview) question));
    }

    private SelfSubjectAccessReview access(String user, SelfSubjectAccessReview review) {
        ResourceAttributes about =
                review.getSpec() == null ? null : review.getSpec().getResourceAttributes();
        boolean allowed = about == null || allows(asked(user, about));
        return new SelfSubjectAccessReviewBuilder(review)
                .withNewStatus()
                .withAllowed(allowed)
                .withReason(allowed ? "" : "denied by a rule of the simulated cluster")
                .endStatus()
                .build();
    }

    /** Denials cannot be told as rules: as with an authorizer that is no RBAC, the answer is incomplete then. */
    private SelfSubjectRulesReview rules(Request request, SelfSubjectRulesReview review) {
        String namespace = review.getSpec() == null ? null : review.getSpec().getNamespace();
        if (namespace == null || namespace.isEmpty()) {
            throw request.badRequest("no namespace on request");
        }
        boolean denied = denials.stream().anyMatch(each -> each.user().equals(request.who()));
        List<ResourceRule> told = !limited(request.who())
                ? List.of(rule(List.of(ANY), List.of(ANY), List.of(ANY)))
                : grants.stream()
                        .filter(each -> each.user().equals(request.who()))
                        .filter(each ->
                                each.namespace().equals(ANY) || each.namespace().equals(namespace))
                        .map(Grant::rule)
                        .map(each -> rule(each.getVerbs(), each.getApiGroups(), each.getResources()))
                        .toList();
        return new SelfSubjectRulesReviewBuilder(review)
                .withNewStatus()
                .withIncomplete(denied)
                .withResourceRules(denied ? List.of() : told)
                .endStatus()
                .build();
    }

    private static ResourceRule rule(List<String> verbs, List<String> groups, List<String> resources) {
        return new ResourceRuleBuilder()
                .withVerbs(verbs)
                .withApiGroups(groups)
                .withResources(resources)
                .build();
    }

    private static Asked asked(String user, ResourceAttributes about) {
        String subresource = about.getSubresource();
        String resource = subresource == null || subresource.isEmpty()
                ? about.getResource()
                : about.getResource() + "/" + subresource;
        String namespace = about.getNamespace();
        return new Asked(
                user,
                about.getVerb(),
                Objects.requireNonNullElse(about.getGroup(), ""),
                resource,
                namespace == null || namespace.isEmpty() ? null : namespace);
    }
}
