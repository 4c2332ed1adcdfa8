package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arguments of one call by name; types are as the step's spec says. */
record Args(Map<String, Object> values, Body body) {

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString);
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    long number(String name, long otherwise) {
        return values.get(name) instanceof Number n ? n.longValue() : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        return values.get(name) instanceof Boolean b ? b : otherwise;
    }

    List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    /** A constant of an enum, in any letter case. */
    <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
        Optional<String> given = text(name);
        if (given.isEmpty()) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(given.get())) {
                return constant;
            }
        }
        throw new StepFailure(
                name + " must be one of " + List.of(type.getEnumConstants()) + ", got '" + given.get() + "'");
    }
}
