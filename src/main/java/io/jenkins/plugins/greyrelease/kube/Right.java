package io.jenkins.plugins.greyrelease.kube;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What may have to be done to a kind of object, and what for.
 *
 * @param resource plural name of the kind, with a subresource if that is meant, such as {@code pods/eviction}
 * @param verbs as RBAC knows them, at least one, in the order people read them
 * @param why goes on after "needed": {@code to count pods}
 */
public record Right(Kind<?> kind, String resource, List<String> verbs, String why) {

    public Right {
        verbs = List.copyOf(verbs);
    }

    /** @param verbs separated by blanks */
    static Right to(String verbs, Kind<?> kind, String why) {
        return new Right(kind, kind.plural(), List.of(verbs.split(" ")), why);
    }

    /** @param subresource such as {@code eviction} */
    static Right to(String verbs, Kind<?> kind, String subresource, String why) {
        return new Right(kind, kind.plural() + "/" + subresource, List.of(verbs.split(" ")), why);
    }

    /** The part of it that names a subresource; empty for the kind itself. */
    String subresource() {
        return resource.equals(kind.plural())
                ? ""
                : resource.substring(kind.plural().length() + 1);
    }

    /**
     * What somebody lacks of a right.
     *
     * @param verbs those that are missing
     * @param namespace empty: all of them
     */
    public record Lack(Right right, List<String> verbs, String namespace) {

        public Lack {
            verbs = List.copyOf(verbs);
        }

        /** {@code no right to get, list deployments.apps in namespace shop, needed to make the canary}. */
        public String words() {
            String where = !right.kind.namespaced()
                    ? ""
                    : namespace.isEmpty() ? " in all namespaces" : " in namespace " + namespace;
            String group = right.kind.group().isEmpty() ? "" : "." + right.kind.group();
            return verbs.stream().collect(Collectors.joining(", ", "no right to ", " ")) + right.resource + group
                    + where + ", needed " + right.why;
        }
    }

    /** What of it is missing, if these verbs are all that is allowed. */
    Optional<Lack> lack(List<String> allowed, String namespace) {
        List<String> missing =
                verbs.stream().filter(verb -> !allowed.contains(verb)).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(new Lack(this, missing, namespace));
    }
}
