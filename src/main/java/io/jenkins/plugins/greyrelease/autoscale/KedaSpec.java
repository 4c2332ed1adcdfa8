package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Reads the spec of a custom resource. */
final class KedaSpec {
    private KedaSpec() {}

    /** The spec; a missing node if there is none. */
    static JsonNode of(GenericKubernetesResource resource) {
        JsonNode all = Json.tree(resource.getAdditionalProperties());
        return all.path("spec");
    }

    static int number(GenericKubernetesResource resource, String field, int absent) {
        return of(resource).path(field).asInt(absent);
    }
}
