package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds inside a block.
 *
 * @param layers environment changes from the outermost to the innermost; a name {@code X+ANY} puts its value before
 *     X's
 * @param directory relative to the workspace, empty at its root
 * @param node the agent's name, if any
 */
public record Scope(List<Map<String, String>> layers, String directory, Optional<String> node) {

    /** The top of a Jenkinsfile: no agent. */
    public static final Scope TOP = new Scope(List.of(), "", Optional.empty());

    /** With more variables; values may refer to others as <code>${NAME}</code>. */
    public Scope with(Map<String, String> variables) {
        List<Map<String, String>> more = new ArrayList<>(layers);
        more.add(new LinkedHashMap<>(variables));
        return new Scope(List.copyOf(more), directory, node);
    }

    /** In another directory, relative to the workspace. */
    public Scope in(String newDirectory) {
        return new Scope(layers, newDirectory, node);
    }

    /** On an agent. */
    public Scope on(String newNode) {
        return new Scope(layers, "", Optional.of(newNode));
    }

    /**
     * The environment that results.
     *
     * @param base the build's own variables
     */
    public Map<String, String> environment(Map<String, String> base) {
        Map<String, String> all = new LinkedHashMap<>(base);
        layers.forEach(layer -> layer.forEach((name, value) -> put(all, name, expand(value, all))));
        return all;
    }

    private static void put(Map<String, String> all, String name, String value) {
        int plus = name.indexOf('+');
        if (plus < 0) {
            all.put(name, value);
        } else {
            all.merge(name.substring(0, plus), value, (old, first) -> first + ":" + old);
        }
    }

    private static String expand(String value, Map<String, String> known) {
        return Variables.expand(value, known);
    }
}
