package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Closure;
import groovy.lang.GString;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Groovy values as steps see them. */
final class Values {

    private static final int LONGEST = 60;

    private Values() {}

    /** GStrings become strings, closures blocks, collections copies of themselves; the rest stays. */
    static Object plain(Object value, Function<Closure<?>, Body> bodies) {
        if (value instanceof GString) {
            return value.toString();
        }
        if (value instanceof Closure<?> closure) {
            return bodies.apply(closure);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((k, v) -> copy.put(String.valueOf(k), plain(v, bodies)));
            return copy;
        }
        if (value instanceof Iterable<?> many) {
            List<Object> copy = new ArrayList<>();
            many.forEach(v -> copy.add(plain(v, bodies)));
            return copy;
        }
        return value instanceof Object[] array ? plain(List.of(array), bodies) : value;
    }

    /** A value for a message: short, text in quotes. */
    static String shown(Object value) {
        String text = value instanceof Body ? "a block" : String.valueOf(value);
        String oneLine = oneLine(text);
        return value instanceof String ? "'" + oneLine + "'" : oneLine;
    }

    /** The first line, cut. */
    static String oneLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        boolean cut = line.length() > LONGEST || !line.equals(text.strip());
        return cut ? line.substring(0, Math.min(line.length(), LONGEST)) + "…" : line;
    }

    /** What a type is called in a message. */
    static String article(Type type) {
        return switch (type) {
            case STRING -> "a string";
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case LIST -> "a list";
            case MAP -> "a map";
            case BODY -> "a block";
            case ANY -> "any value";
        };
    }
}
