package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * Translates {@code pipeline { … }} into a call that is handed a model: maps and lists with the user's code in
 * closures, which keep their places and stay ordinary Pipeline code.
 */
final class Declarative {

    private static final Set<String> SECTIONS = new LinkedHashSet<>(List.of(
            "agent", "environment", "libraries", "options", "parameters", "post", "stages", "tools", "triggers"));

    private final ClassNode script;
    private final Directives directives;
    private final Problems problems;
    private int methods;

    Declarative(ClassNode script, StepRegistry steps, Problems problems) {
        this.script = script;
        this.directives = new Directives(steps, problems);
        this.problems = problems;
    }

    /** Translates the script's statements in place, if one of them is a Declarative Pipeline. */
    void translate(BlockStatement code) {
        List<Statement> statements = code.getStatements();
        boolean locals = statements.stream().anyMatch(Declarative::declaresVariable);
        for (int i = 0; i < statements.size(); i++) {
            Optional<MethodCallExpression> call = Trees.call(statements.get(i))
                    .filter(c -> c.getMethodAsString().equals("pipeline"));
            Optional<ClosureExpression> block = call.flatMap(Trees::block);
            if (block.isPresent()) {
                Expression model = pipeline(call.get(), block.get(), locals ? UnaryOperator.identity() : this::method);
                MethodCallExpression run = Trees.call(Hidden.DECLARATIVE, List.of(model), call.get());
                statements.set(i, new ExpressionStatement(run));
            }
        }
    }

    private static boolean declaresVariable(Statement statement) {
        return statement instanceof ExpressionStatement e
                && e.getExpression() instanceof DeclarationExpression declaration
                && declaration.getAnnotations().isEmpty();
    }

    private Expression method(Expression value) {
        String name = "__stage" + ++methods;
        BlockStatement code =
                new BlockStatement(new ArrayList<>(List.of(new ReturnStatement(value))), new VariableScope());
        script.addMethod(
                name, Modifier.PUBLIC, ClassHelper.OBJECT_TYPE, Parameter.EMPTY_ARRAY, ClassNode.EMPTY_ARRAY, code);
        return Trees.call(name, List.of(), value);
    }

    private Expression pipeline(
            MethodCallExpression call, ClosureExpression block, UnaryOperator<Expression> outOfLine) {
        Map<String, Expression> model = new LinkedHashMap<>();
        Stages stages = new Stages(directives, problems, outOfLine);
        List<Section> parts = Section.known(block, "pipeline", SECTIONS, "", problems);
        for (Section part : parts) {
            switch (part.name()) {
                case "stages" -> model.put("stages", stages.list(part));
                case "parameters" ->
                    part.requireBlock(problems).ifPresent(b -> model.put("parameters", parameters(part, b)));
                case "libraries" -> part.requireBlock(problems).ifPresent(b -> model.put("libraries", libraries(b)));
                default -> directives.fill(model, part);
            }
        }
        for (String needed : List.of("agent", "stages")) {
            if (parts.stream().noneMatch(p -> p.name().equals(needed))) {
                problems.add(call, "pipeline needs '" + needed + "'");
            }
        }
        return Trees.map(model);
    }

    private Expression parameters(Section section, ClosureExpression block) {
        Expression definitions = directives.calls(block, "parameters");
        Expression property = Trees.call("parameters", List.of(definitions), section.call());
        return Trees.lazy(Trees.call("properties", List.of(Trees.list(List.of(property))), section.call()));
    }

    private Expression libraries(ClosureExpression block) {
        return Trees.list(Section.all(block, "libraries", problems).stream()
                .map(lib -> (Expression) Trees.lazy(Trees.call("library", lib.arguments(), lib.call())))
                .toList());
    }
}
