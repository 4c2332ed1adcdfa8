package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;

/** One call to the server: who wants to do what to which object. Builds the refusals, in the real server's words. */
record Request(String cluster, String who, String verb, Kind<?> kind, String namespace, String name) {

    /** The same call with the name the server chose. */
    Request named(String newName) {
        return new Request(cluster, who, verb, kind, namespace, newName);
    }

    /** The same call for all namespaces. */
    Request everywhere() {
        return new Request(cluster, who, verb, kind, null, name);
    }

    /** {@code deployments.apps "cart"}. */
    String resource() {
        String resource = kind.plural() + (kind.group().isEmpty() ? "" : "." + kind.group());
        return name == null ? resource : resource + " \"" + name + "\"";
    }

    KubeException notFound() {
        return refuse(Reason.NOT_FOUND, 404, resource() + " not found");
    }

    KubeException alreadyExists() {
        return refuse(Reason.ALREADY_EXISTS, 409, resource() + " already exists");
    }

    KubeException conflict(String why) {
        return refuse(Reason.CONFLICT, 409, "Operation cannot be fulfilled on " + resource() + ": " + why);
    }

    KubeException stale() {
        return conflict("the object has been modified; please apply your changes to the latest version and try again");
    }

    KubeException invalid(String why) {
        return refuse(Reason.INVALID, 422, kind.kind() + " \"" + name + "\" is invalid: " + why);
    }

    KubeException badRequest(String why) {
        return refuse(Reason.INVALID, 400, why);
    }

    KubeException forbidden(String why) {
        return refuse(Reason.FORBIDDEN, 403, resource() + " is forbidden: " + why);
    }

    KubeException overQuota(String why) {
        return refuse(Reason.QUOTA, 403, resource() + " is forbidden: " + why);
    }

    KubeException refuse(Reason reason, int status, String answer) {
        return new KubeException(cluster, doing(), reason, status, answer);
    }

    /** {@code update deployment/cart in shop}. */
    String doing() {
        String target = name == null ? kind.plural() : kind.named(name);
        return verb + " " + target + (kind.namespaced() && namespace != null ? " in " + namespace : "");
    }
}
