package io.jenkins.plugins.greyrelease.jenkins.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.jenkins.plugins.greyrelease.manifest.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps of plain values as JSON text. */
final class JsonMaps {
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private JsonMaps() {}

    static String write(Map<String, Object> map) {
        try {
            return Json.MAPPER.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not plain values: " + map.keySet(), e);
        }
    }

    /** An empty map for null. */
    static Map<String, Object> read(String text) {
        if (text == null) {
            return Map.of();
        }
        try {
            return Json.MAPPER.readValue(text, MAP);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON object: " + e.getOriginalMessage(), e);
        }
    }
}
