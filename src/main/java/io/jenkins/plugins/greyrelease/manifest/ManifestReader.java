package io.jenkins.plugins.greyrelease.manifest;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns YAML documents into typed objects; collects what is wrong with them. */
final class ManifestReader {

    private final String namespace;
    private final List<String> problems;
    private final List<HasMetadata> objects = new ArrayList<>();
    private final List<GenericKubernetesResource> others = new ArrayList<>();
    private final List<String> owned = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    /** Where each object was read, to name both places of one that is there twice. */
    private final Map<String, String> places = new LinkedHashMap<>();

    ManifestReader(String namespace, List<String> problems) {
        this.namespace = namespace;
        this.problems = problems;
    }

    List<HasMetadata> objects() {
        return objects;
    }

    List<GenericKubernetesResource> others() {
        return others;
    }

    /** Objects with an owner, such as the pods in a dump of a running cluster; left out. */
    List<String> owned() {
        return owned;
    }

    /** Fields that no model knows, each with its object; ignored. */
    List<String> unknown() {
        return unknown;
    }

    void read(String file, String text) {
        for (YamlDocuments.Document document : YamlDocuments.read(file, text, problems)) {
            object(file + ", document " + document.number() + " (line " + document.line() + ")", document.content());
        }
    }

    private void object(String place, Object content) {
        if (!(content instanceof Map<?, ?> map)) {
            problems.add(place + ": not a Kubernetes object, but " + (content instanceof List ? "a list" : "a text"));
            return;
        }
        Object kind = map.get("kind");
        Object version = map.get("apiVersion");
        if (!(kind instanceof String) || !(version instanceof String)) {
            problems.add(place + ": not a Kubernetes object: apiVersion and kind are required, found "
                    + (version instanceof String ? "apiVersion " + version : "no apiVersion") + " and "
                    + (kind instanceof String ? "kind " + kind : "no kind"));
            return;
        }
        if (((String) kind).endsWith("List") && map.get("items") instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                object(place + ", item " + (i + 1), items.get(i));
            }
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> fields = (Map<String, Object>) map;
        typed(place, fields, (String) version, (String) kind);
    }

    private void typed(String place, Map<String, Object> given, String version, String kindName) {
        Map<String, Object> fields = given;
        Optional<Kind<?>> kind = KnownKinds.find(version, kindName);
        if (kind.isPresent() && !kind.get().apiVersion().equals(version)) {
            if (!version.equals("autoscaling/v1")) {
                problems.add(place + ": " + kindName + " of " + version + " is not served: use "
                        + kind.get().apiVersion());
                return;
            }
            fields = KnownKinds.hpaFromV1(given);
        }
        HasMetadata object = converted(place, fields, kind);
        if (object == null) {
            return;
        }
        ObjectMeta meta = object.getMetadata();
        if (meta == null || meta.getName() == null || meta.getName().isEmpty()) {
            problems.add(place + ": " + kindName + " without metadata.name");
        } else if (kind.isEmpty()) {
            others.add((GenericKubernetesResource) object);
        } else if (!meta.getOwnerReferences().isEmpty()) {
            owned.add(kind.get().named(meta.getName()));
        } else {
            keep(place, kind.get(), object);
        }
    }

    private void keep(String place, Kind<?> kind, HasMetadata object) {
        ObjectMeta meta = Shape.copy(object.getMetadata());
        if (!kind.namespaced()) {
            meta.setNamespace(null);
        } else if (meta.getNamespace() == null || meta.getNamespace().isEmpty()) {
            meta.setNamespace(namespace);
        }
        meta.setUid(null);
        meta.setResourceVersion(null);
        String where = kind.namespaced() ? " in " + meta.getNamespace() : "";
        String earlier = places.putIfAbsent(kind.named(meta.getName()) + where, place);
        if (earlier != null) {
            problems.add(place + ": " + kind.named(meta.getName()) + where + " is there twice, first in " + earlier);
            return;
        }
        UnknownFields.of(object).forEach(field -> unknown.add(kind.named(meta.getName()) + " " + field));
        objects.add(Shape.with(object, "metadata", meta));
    }

    /** The object, or null after a problem. */
    private HasMetadata converted(String place, Map<String, Object> fields, Optional<Kind<?>> kind) {
        Class<? extends HasMetadata> type = GenericKubernetesResource.class;
        if (kind.isPresent()) {
            type = kind.get().type();
        }
        try {
            return Json.MAPPER.convertValue(fields, type);
        } catch (IllegalArgumentException e) {
            String why = e.getMessage();
            if (e.getCause() instanceof JsonMappingException cause) {
                why = Json.path(cause) + ": " + cause.getOriginalMessage();
            }
            problems.add(place + ": not a valid " + fields.get("kind") + ": " + why);
            return null;
        }
    }
}
