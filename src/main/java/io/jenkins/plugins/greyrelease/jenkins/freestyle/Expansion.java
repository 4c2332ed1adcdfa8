package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Arguments in which {@code ${VERSION}} and the like stand for what the build has under that name. */
final class Expansion {
    private Expansion() {}

    /** @param expand a text with everything put in that the build knows */
    static Map<String, Object> of(Map<String, Object> arguments, UnaryOperator<String> expand) {
        Map<String, Object> expanded = new LinkedHashMap<>();
        arguments.forEach((name, value) -> expanded.put(name, expanded(value, expand)));
        return expanded;
    }

    private static Object expanded(Object value, UnaryOperator<String> expand) {
        if (value instanceof List<?> list) {
            return list.stream().map(each -> expanded(each, expand)).toList();
        }
        return value instanceof CharSequence text ? expand.apply(text.toString()) : value;
    }
}
