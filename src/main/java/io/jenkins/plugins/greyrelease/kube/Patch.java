package io.jenkins.plugins.greyrelease.kube;

/**
 * A change of part of an object.
 *
 * @param type how {@code body} is read
 * @param body JSON; may carry {@code metadata.resourceVersion} as a precondition (not in JSON Patch: use {@code test})
 */
public record Patch(Type type, String body) {

    /** The patch types of the API server that this project uses. */
    public enum Type {
        /** RFC 6902. */
        JSON,
        /** RFC 7386. */
        MERGE,
        /** Kubernetes' strategic merge; lists merge by key. */
        STRATEGIC
    }

    /** An RFC 7386 merge patch. */
    public static Patch merge(String body) {
        return new Patch(Type.MERGE, body);
    }
}
