package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Closure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Block;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Param;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The arguments of one call, checked against the step's spec.
 *
 * @param named by parameter name
 * @param body the trailing block, or null
 */
record Arguments(Map<String, Object> named, Body body) {

    /**
     * Reads what Groovy handed over: an optional map of named arguments or a single value, and an optional block.
     *
     * @param bodies turns a closure into a block
     * @throws UsageError listing everything that is wrong
     */
    static Arguments read(StepSpec spec, Object[] given, Position at, Function<Closure<?>, Body> bodies) {
        List<String> problems = new ArrayList<>();
        List<Object> rest = new ArrayList<>(List.of());
        for (Object argument : given) {
            rest.add(Values.plain(argument, bodies));
        }
        Body body = takeBody(spec, rest, problems);
        Map<String, Object> named = named(spec, rest, problems);
        Map<String, Object> checked = check(spec, named, problems);
        if (!problems.isEmpty()) {
            throw new UsageError(at, spec.name() + ": " + String.join("; ", problems));
        }
        return new Arguments(checked, body);
    }

    private static Body takeBody(StepSpec spec, List<Object> rest, List<String> problems) {
        boolean last = !rest.isEmpty() && rest.get(rest.size() - 1) instanceof Body;
        boolean meant = last && (spec.block() != Block.NONE || !takesBodyAsSole(spec));
        if (!meant) {
            if (spec.block() == Block.REQUIRED) {
                problems.add("needs a block { … }");
            }
            return null;
        }
        if (spec.block() == Block.NONE) {
            problems.add("takes no block { … }");
        }
        return (Body) rest.remove(rest.size() - 1);
    }

    private static boolean takesBodyAsSole(StepSpec spec) {
        return spec.sole().map(p -> spec.params().get(p).type() == Type.BODY).orElse(false);
    }

    private static Map<String, Object> named(StepSpec spec, List<Object> rest, List<String> problems) {
        Map<String, Object> named = new LinkedHashMap<>();
        if (rest.size() == 1 && rest.get(0) instanceof Map<?, ?> map && !isSoleValue(spec, map)) {
            map.forEach((name, value) -> named.put(String.valueOf(name), value));
        } else if (rest.size() == 1 && spec.sole().isPresent()) {
            named.put(spec.sole().get(), rest.get(0));
        } else if (!rest.isEmpty()) {
            problems.add("wants named arguments" + spec.allowed() + ", got " + rest);
        }
        return named;
    }

    private static boolean isSoleValue(StepSpec spec, Map<?, ?> map) {
        boolean takesMap = spec.sole()
                .map(p -> spec.params().get(p).type())
                .filter(t -> t == Type.MAP || t == Type.ANY)
                .isPresent();
        return takesMap && map.keySet().stream().noneMatch(spec.params()::containsKey);
    }

    private static Map<String, Object> check(StepSpec spec, Map<String, Object> named, List<String> problems) {
        Map<String, Object> checked = new LinkedHashMap<>();
        named.forEach((name, value) -> {
            Param param = spec.params().get(name);
            if (param == null && !spec.open()) {
                problems.add(spec.unknownParameter(name));
            } else if (value != null) {
                checked.put(name, param == null ? value : fit(param, value, problems));
            }
        });
        spec.params().values().stream()
                .filter(p -> p.required() && !named.containsKey(p.name()))
                .forEach(p -> problems.add("parameter '" + p.name() + "' is missing"));
        return checked;
    }

    private static Object fit(Param param, Object value, List<String> problems) {
        if (param.type() == Type.INTEGER && isWholeNumber(value)) {
            return new BigInteger(value.toString()).longValue();
        }
        boolean fits =
                switch (param.type()) {
                    case STRING -> value instanceof String;
                    case INTEGER -> false;
                    case NUMBER -> value instanceof Number;
                    case BOOLEAN -> value instanceof Boolean;
                    case LIST -> value instanceof List;
                    case MAP -> value instanceof Map;
                    case BODY -> value instanceof Body;
                    case ANY -> true;
                };
        if (!fits) {
            problems.add("parameter '" + param.name() + "' must be " + Values.article(param.type()) + ", got "
                    + Values.shown(value));
        }
        return value;
    }

    private static boolean isWholeNumber(Object value) {
        boolean integral = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
        return integral || (value instanceof String s && s.matches("-?\\d{1,18}"));
    }
}
