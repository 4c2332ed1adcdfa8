package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Reads {@code agent}: a list of wrappers, empty for none. */
final class Agents {

    private static final Set<String> KINDS =
            new LinkedHashSet<>(List.of("label", "node", "docker", "dockerfile", "kubernetes"));

    private final Problems problems;

    Agents(Problems problems) {
        this.problems = problems;
    }

    Expression agent(Section section) {
        if (section.block().isPresent()) {
            return inBlock(section, section.block().get());
        }
        String word = section.requireArgument(problems)
                .filter(VariableExpression.class::isInstance)
                .map(Expression::getText)
                .orElse("");
        if (!word.equals("any") && !word.equals("none")) {
            problems.add(section.call(), "agent must be any, none or a block with one of " + String.join(", ", KINDS));
        }
        return Trees.list(word.equals("any") ? List.of(node(Trees.constant(""), section)) : List.of());
    }

    private Expression inBlock(Section section, ClosureExpression block) {
        List<Section> kinds = Section.known(block, "agent", KINDS, "", problems);
        if (kinds.size() != 1) {
            problems.add(section.call(), "agent needs exactly one of " + String.join(", ", KINDS));
            return Trees.list(List.of());
        }
        Section kind = kinds.get(0);
        Map<String, Expression> details = details(kind);
        Expression label = details.getOrDefault("label", Trees.constant(""));
        List<Expression> wrappers = new ArrayList<>(List.of(node(label, kind)));
        if (!kind.name().equals("label") && !kind.name().equals("node")) {
            Expression what = details.getOrDefault("image", Trees.constant(""));
            wrappers.add(Trees.wrapper(Hidden.CONTAINER, List.of(Trees.constant(kind.name()), what), kind.call()));
        }
        return Trees.list(wrappers);
    }

    private Map<String, Expression> details(Section kind) {
        Map<String, Expression> details = new LinkedHashMap<>();
        String sole = kind.name().equals("docker") ? "image" : "label";
        if (!kind.arguments().isEmpty() && !(kind.arguments().get(0) instanceof MapExpression)) {
            details.put(sole, kind.arguments().get(0));
        }
        if (!kind.arguments().isEmpty() && kind.arguments().get(0) instanceof MapExpression map) {
            for (MapEntryExpression entry : map.getMapEntryExpressions()) {
                details.put(entry.getKeyExpression().getText(), entry.getValueExpression());
            }
        }
        kind.block()
                .map(b -> Section.all(b, kind.name(), problems))
                .orElse(List.of())
                .forEach(part ->
                        part.arguments().stream().findFirst().ifPresent(value -> details.put(part.name(), value)));
        return details;
    }

    private static Expression node(Expression label, Section at) {
        return Trees.wrapper("node", List.of(label), at.call());
    }
}
