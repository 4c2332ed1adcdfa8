package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Definitions of build and input parameters, such as {@code string(name: 'TAG', defaultValue: 'v1')}. */
final class ParameterDefinitions {

    private ParameterDefinitions() {}

    /** The default of each parameter. A choice starts with its first, a flag with false, anything else empty. */
    static Map<String, Object> defaults(List<?> definitions) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Object definition : definitions) {
            if (definition instanceof Map<?, ?> map && map.get("name") != null) {
                all.put(map.get("name").toString(), value(map));
            }
        }
        return all;
    }

    private static Object value(Map<?, ?> definition) {
        Object given = definition.get("defaultValue");
        Object choices = definition.get("choices");
        List<?> options = choices instanceof List<?> list
                ? list
                : choices == null ? List.of() : choices.toString().lines().toList();
        if (given == null && !options.isEmpty()) {
            return options.get(0);
        }
        if (given == null) {
            return "booleanParam".equals(definition.get("$class")) ? Boolean.FALSE : "";
        }
        return given;
    }
}
