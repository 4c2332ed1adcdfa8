package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import java.util.LinkedHashMap;
import java.util.Map;

/** Placeholders for secrets: a rehearsal has none. */
final class Credentials {

    private Credentials() {}

    /** What stands for a secret; nothing that could work anywhere. */
    static String placeholder(String id, String part) {
        return "rehearsal-" + id + (part.isEmpty() ? "" : "-" + part);
    }

    /** The variables that {@code NAME = credentials('id')} makes, whatever the kind. */
    static Map<String, String> environment(String name, String id) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(name, placeholder(id, ""));
        variables.put(name + "_USR", placeholder(id, "user"));
        variables.put(name + "_PSW", placeholder(id, "password"));
        return variables;
    }
}
