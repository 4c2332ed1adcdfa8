package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.util.ArrayList;
import java.util.List;

/** Who may not do what. Everybody may do everything until told otherwise; controllers are never asked. */
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

        private boolean covers(Rule asked) {
            return covers(verb, asked.verb)
                    && covers(resource, asked.resource)
                    && (covers(namespace, asked.namespace) || asked.namespace == null);
        }

        private static boolean covers(String mine, String theirs) {
            return mine.equals(ANY) || mine.equals(theirs);
        }
    }

    private record Denial(String user, Rule rule) {}

    private final List<Denial> denials = new ArrayList<>();

    /** Forbids something to a user. */
    public void deny(String user, Rule rule) {
        denials.add(new Denial(user, rule));
    }

    /** Allows again exactly what was denied. */
    public void allow(String user, Rule rule) {
        denials.remove(new Denial(user, rule));
    }

    /** Allows everything to everybody again. */
    public void allowAll() {
        denials.clear();
    }

    /** Whether nothing is forbidden. */
    boolean isOpen() {
        return denials.isEmpty();
    }

    /** Whether the user may; a namespace of null asks for all namespaces. */
    public boolean allows(String user, Rule asked) {
        return denials.stream().noneMatch(d -> d.user().equals(user) && d.rule().covers(asked));
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
        if (!allows(request.who(), new Rule(verb, resource, namespace))) {
            String where = namespace == null || namespace.isEmpty()
                    ? " at the cluster scope"
                    : " in the namespace \"" + namespace + "\"";
            throw request.forbidden("User \"" + request.who() + "\" cannot " + verb + " resource \"" + resource
                    + "\" in API group \"" + kind.group() + "\"" + where);
        }
    }

    /** Answers a user's question about its own rights. */
    <T extends HasMetadata> T review(Kind<T> kind, String user, HasMetadata question) {
        SelfSubjectAccessReview review = (SelfSubjectAccessReview) question;
        ResourceAttributes asked =
                review.getSpec() == null ? null : review.getSpec().getResourceAttributes();
        boolean allowed = asked == null || allows(user, rule(asked));
        return kind.type()
                .cast(new SelfSubjectAccessReviewBuilder(review)
                        .withNewStatus()
                        .withAllowed(allowed)
                        .withReason(allowed ? "" : "denied by a rule of the simulated cluster")
                        .endStatus()
                        .build());
    }

    private static Rule rule(ResourceAttributes asked) {
        String subresource = asked.getSubresource();
        String resource = subresource == null || subresource.isEmpty()
                ? asked.getResource()
                : asked.getResource() + "/" + subresource;
        String namespace = asked.getNamespace();
        return new Rule(asked.getVerb(), resource, namespace == null || namespace.isEmpty() ? null : namespace);
    }
}
