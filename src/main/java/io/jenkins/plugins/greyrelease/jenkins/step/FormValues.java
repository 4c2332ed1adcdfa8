package io.jenkins.plugins.greyrelease.jenkins.step;

import io.jenkins.plugins.greyrelease.step.StepArguments;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Texts of a form as values of a Jenkinsfile, and back. */
final class FormValues {
    private FormValues() {}

    /** {@code 1, 50%, rest} as {@code [1, '50%', 'rest']}; a text that does not fit its type stays as it is. */
    static Object of(Type type, String text) {
        return switch (type) {
            case INTEGER, AMOUNT -> number(text);
            case BOOLEAN -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : text;
            case BATCHES -> list(text, true);
            case TEXTS -> list(text, false);
            case TEXT, DURATION, ANY -> text;
        };
    }

    private static Object number(String text) {
        return text.matches("-?\\d{1,9}") ? (Object) Integer.valueOf(text) : text;
    }

    private static List<Object> list(String text, boolean numbers) {
        List<Object> values = new ArrayList<>();
        for (String each : text.split("[,\n]")) {
            if (!each.isBlank()) {
                values.add(numbers ? number(each.strip()) : each.strip());
            }
        }
        return values;
    }

    /** A value as a form shows it. */
    static String shown(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value == null ? "" : value.toString();
    }

    /** What is wrong with one field by itself; what a variable in it stands for shows only in the run. */
    static List<String> problems(StepSpec spec, String name, String text) {
        return spec.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .map(parameter -> text == null || text.isBlank() || text.contains("$")
                        ? List.<String>of()
                        : StepArguments.problems(spec, name, of(parameter.type(), text.strip())))
                .orElse(List.of());
    }
}
