package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Reads the stages of a Declarative Pipeline into expressions that make their model when the script runs. */
final class Stages {

    private static final Set<String> SECTIONS = ordered(
            "agent",
            "environment",
            "failFast",
            "input",
            "matrix",
            "options",
            "parallel",
            "post",
            "stages",
            "steps",
            "tools",
            "when");
    private static final Set<String> MATRIX =
            ordered("agent", "axes", "environment", "excludes", "input", "options", "post", "stages", "tools", "when");
    private static final Set<String> CONTENT = ordered("steps", "stages", "parallel", "matrix");

    private final Directives directives;
    private final Problems problems;
    private final UnaryOperator<Expression> outOfLine;

    /**
     * @param outOfLine may move an expression to a method of its own, so that no method gets too long for the JVM
     */
    Stages(Directives directives, Problems problems, UnaryOperator<Expression> outOfLine) {
        this.directives = directives;
        this.problems = problems;
        this.outOfLine = outOfLine;
    }

    private static Set<String> ordered(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    /** A list of stages. */
    Expression list(Section section) {
        List<Expression> all = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        ClosureExpression block = section.requireBlock(problems).orElse(null);
        if (block == null) {
            return Trees.list(all);
        }
        for (Section stage : Section.known(block, section.name(), ordered("stage"), "stage", problems)) {
            String name = stage.requireArgument(problems).flatMap(Trees::text).orElse("");
            if (!name.isEmpty() && !names.add(name)) {
                problems.add(stage.call(), "there are two stages '" + name + "' here");
            }
            all.add(outOfLine.apply(stage(stage)));
        }
        if (all.isEmpty()) {
            problems.add(section.call(), "'" + section.name() + "' needs at least one stage");
        }
        return Trees.list(all);
    }

    private Expression stage(Section section) {
        Map<String, Expression> model = new LinkedHashMap<>();
        Expression name = section.requireArgument(problems).orElse(Trees.constant(""));
        String where = "stage" + Trees.text(name).map(n -> " '" + n + "'").orElse("");
        model.put("name", name);
        model.put("enter", Trees.wrapper("stage", List.of(name), section.call()));
        section.requireBlock(problems).ifPresent(block -> {
            List<Section> parts = Section.known(block, where, SECTIONS, "", problems);
            requireOneContent(section.call(), where, parts);
            parts.forEach(part -> fill(model, part));
        });
        return Trees.map(model);
    }

    private void requireOneContent(MethodCallExpression at, String where, List<Section> parts) {
        List<String> content =
                parts.stream().map(Section::name).filter(CONTENT::contains).toList();
        if (content.size() != 1) {
            problems.add(
                    at,
                    where + " must have exactly one of steps, stages, parallel, matrix; it has "
                            + (content.isEmpty() ? "none" : String.join(" and ", content)));
        }
    }

    private void fill(Map<String, Expression> model, Section part) {
        switch (part.name()) {
            case "steps" ->
                part.requireBlock(problems).ifPresent(b -> model.put("steps", directives.steps(b, "steps")));
            case "stages", "parallel" -> model.put(part.name(), list(part));
            case "matrix" -> part.requireBlock(problems).ifPresent(b -> model.put("matrix", matrix(part, b)));
            case "failFast" -> part.requireArgument(problems).ifPresent(v -> model.put("failFast", v));
            default -> directives.fill(model, part);
        }
    }

    private Expression matrix(Section section, ClosureExpression block) {
        Map<String, Expression> model = new LinkedHashMap<>();
        List<Section> parts = Section.known(block, "matrix", MATRIX, "", problems);
        Set<String> names = parts.stream().map(Section::name).collect(Collectors.toSet());
        for (String needed : List.of("axes", "stages")) {
            if (!names.contains(needed)) {
                problems.add(section.call(), "matrix needs " + needed);
            }
        }
        for (Section part : parts) {
            Optional<ClosureExpression> inner = part.requireBlock(problems);
            switch (part.name()) {
                case "axes" -> inner.ifPresent(b -> model.put("axes", axes(b, false)));
                case "excludes" -> inner.ifPresent(b -> model.put("excludes", excludes(b)));
                case "stages" -> model.put("stages", list(part));
                default -> directives.fill(model, part);
            }
        }
        return Trees.map(model);
    }

    private Expression axes(ClosureExpression block, boolean exclude) {
        List<Expression> all = new ArrayList<>();
        for (Section axis : Section.known(block, "axes", ordered("axis"), "axis", problems)) {
            Map<String, Expression> model = new LinkedHashMap<>();
            Set<String> allowed = exclude ? ordered("name", "values", "notValues") : ordered("name", "values");
            axis.requireBlock(problems)
                    .map(b -> Section.known(b, "axis", allowed, "", problems))
                    .orElse(List.of())
                    .forEach(part -> model.put(
                            part.name(),
                            part.name().equals("name")
                                    ? part.requireArgument(problems).orElse(Trees.constant(""))
                                    : Trees.list(part.arguments())));
            if (!model.containsKey("name") || model.size() < 2) {
                problems.add(axis.call(), "an axis needs a name and values");
            }
            all.add(Trees.map(model));
        }
        return Trees.list(all);
    }

    private Expression excludes(ClosureExpression block) {
        List<Expression> all = new ArrayList<>();
        for (Section exclude : Section.known(block, "excludes", ordered("exclude"), "exclude", problems)) {
            exclude.requireBlock(problems).ifPresent(b -> all.add(axes(b, true)));
        }
        return Trees.list(all);
    }
}
