package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;

/** Reads {@code when}. */
final class Conditions {

    private static final Set<String> NESTED = Set.of("not", "allOf", "anyOf");
    private static final Set<String> BEFORE = Set.of("beforeAgent", "beforeInput", "beforeOptions");
    private static final Set<String> KNOWN = new LinkedHashSet<>(List.of(
            "branch",
            "buildingTag",
            "changelog",
            "changeRequest",
            "changeset",
            "environment",
            "equals",
            "expression",
            "isRestartedRun",
            "tag",
            "triggeredBy",
            "not",
            "allOf",
            "anyOf",
            "beforeAgent",
            "beforeInput",
            "beforeOptions"));

    private final Problems problems;

    Conditions(Problems problems) {
        this.problems = problems;
    }

    /** Puts {@code when} and, if asked for, {@code before…} into the model. */
    void when(Map<String, Expression> model, ClosureExpression block) {
        List<Expression> all = new ArrayList<>();
        for (Section part : read(block, "when")) {
            if (BEFORE.contains(part.name())) {
                boolean on = part.requireArgument(problems)
                        .filter(v -> v instanceof ConstantExpression c && Boolean.TRUE.equals(c.getValue()))
                        .isPresent();
                model.put(part.name(), Trees.constant(on));
            } else {
                all.add(condition(part));
            }
        }
        if (all.isEmpty()) {
            problems.add(block, "when needs at least one condition");
        }
        model.put("when", Trees.map(Map.of("kind", Trees.constant("allOf"), "of", Trees.list(all))));
    }

    private List<Section> read(ClosureExpression block, String where) {
        List<Section> good = new ArrayList<>();
        for (Section part : Section.all(block, where, problems)) {
            if (KNOWN.contains(part.name())) {
                good.add(part);
            } else {
                problems.add(part.call(), Section.unknown(where, part.name(), KNOWN));
            }
        }
        return good;
    }

    private Expression condition(Section part) {
        Map<String, Expression> model = new LinkedHashMap<>();
        model.put("kind", Trees.constant(part.name()));
        if (NESTED.contains(part.name())) {
            List<Expression> inner = part.requireBlock(problems)
                    .map(b -> read(b, part.name()).stream().map(this::condition).toList())
                    .orElse(List.of());
            if (inner.isEmpty() || (part.name().equals("not") && inner.size() > 1)) {
                problems.add(
                        part.call(),
                        "'" + part.name() + "' needs "
                                + (part.name().equals("not") ? "exactly one condition" : "at least one condition"));
            }
            model.put("of", Trees.list(inner));
        } else if (part.name().equals("expression")) {
            part.requireBlock(problems).ifPresent(b -> model.put("value", b));
        } else {
            model.put("text", Trees.constant(part.call().getText().replaceFirst("^this\\.", "")));
            model.put("value", Trees.lazy(value(part)));
        }
        return Trees.map(model);
    }

    private static Expression value(Section part) {
        Expression given = part.arguments().isEmpty()
                ? Trees.constant(null)
                : part.arguments().get(0);
        return given instanceof MapExpression map ? new MapExpression(map.getMapEntryExpressions()) : given;
    }
}
