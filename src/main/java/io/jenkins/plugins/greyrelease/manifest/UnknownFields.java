package io.jenkins.plugins.greyrelease.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the fields of an object that its model does not know: mostly typing errors, such as {@code spec.replica}. */
final class UnknownFields {

    private static final String MODEL = "io.fabric8.kubernetes.api.model.";
    private static final String UNKNOWN = "additionalProperties";

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    static List<String> of(HasMetadata object) {
        UnknownFields search = new UnknownFields();
        if (!(object instanceof GenericKubernetesResource)) {
            search.walk("", object);
        }
        return search.found;
    }

    private void walk(String path, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(path + "[" + i + "]", list.get(i));
            }
        } else if (value != null
                && !value.getClass().isEnum()
                && value.getClass().getName().startsWith(MODEL)) {
            String prefix = path.isEmpty() ? "" : path + ".";
            for (String field : Shape.fields(value.getClass())) {
                Object inside = Shape.get(value, field);
                if (field.equals(UNKNOWN)) {
                    ((Map<?, ?>) inside).keySet().forEach(name -> found.add(prefix + name));
                } else {
                    walk(prefix + field, inside);
                }
            }
        }
    }
}
