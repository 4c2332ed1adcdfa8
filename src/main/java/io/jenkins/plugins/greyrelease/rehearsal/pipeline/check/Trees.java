package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads and makes pieces of Groovy's syntax tree. */
final class Trees {

    /** Name of the parameter of {@link #wrapper}; unlikely to hide a variable of the user's. */
    private static final String BODY = "__body";

    private Trees() {}

    /** The statements of a block of code. */
    static List<Statement> statements(Statement code) {
        return code instanceof BlockStatement block ? block.getStatements() : List.of(code);
    }

    /** The call that a statement consists of, if it is a call without receiver. */
    static Optional<MethodCallExpression> call(Statement statement) {
        return statement instanceof ExpressionStatement e
                        && e.getExpression() instanceof MethodCallExpression call
                        && call.isImplicitThis()
                        && call.getMethodAsString() != null
                ? Optional.of(call)
                : Optional.empty();
    }

    /** The arguments of a call; named ones as a map expression. */
    static List<Expression> arguments(MethodCallExpression call) {
        return call.getArguments() instanceof TupleExpression tuple
                ? new ArrayList<>(tuple.getExpressions())
                : new ArrayList<>(List.of(call.getArguments()));
    }

    /** The trailing block of a call. */
    static Optional<ClosureExpression> block(MethodCallExpression call) {
        List<Expression> arguments = arguments(call);
        boolean last = !arguments.isEmpty() && arguments.get(arguments.size() - 1) instanceof ClosureExpression;
        return last ? Optional.of((ClosureExpression) arguments.get(arguments.size() - 1)) : Optional.empty();
    }

    /** The arguments before the trailing block. */
    static List<Expression> plainArguments(MethodCallExpression call) {
        List<Expression> arguments = arguments(call);
        return block(call).isPresent() ? arguments.subList(0, arguments.size() - 1) : arguments;
    }

    /** A constant's text. */
    static Optional<String> text(Expression expression) {
        return expression instanceof ConstantExpression c && c.getValue() instanceof String s
                ? Optional.of(s)
                : Optional.empty();
    }

    static Expression constant(Object value) {
        return value == null ? new ConstantExpression(null) : new ConstantExpression(value, false);
    }

    static MapExpression map(Map<String, ? extends Expression> entries) {
        MapExpression map = new MapExpression();
        entries.forEach((key, value) -> map.addMapEntryExpression(new MapEntryExpression(constant(key), value)));
        return map;
    }

    static ListExpression list(List<? extends Expression> items) {
        ListExpression list = new ListExpression();
        items.forEach(list::addExpression);
        return list;
    }

    /** A call without receiver, at the place of {@code at}. */
    static MethodCallExpression call(String name, List<Expression> arguments, ASTNode at) {
        List<Expression> plain = new ArrayList<>();
        arguments.forEach(
                a -> plain.add(a instanceof MapExpression m ? new MapExpression(m.getMapEntryExpressions()) : a));
        MethodCallExpression call =
                new MethodCallExpression(VariableExpression.THIS_EXPRESSION, name, new ArgumentListExpression(plain));
        call.setImplicitThis(true);
        call.setSourcePosition(at);
        return call;
    }

    /** {@code { -> expression }}. */
    static ClosureExpression lazy(Expression expression) {
        return closure(null, expression);
    }

    /** {@code { body -> name(arguments, body) }}: puts a step around a body. */
    static ClosureExpression wrapper(String name, List<Expression> arguments, ASTNode at) {
        List<Expression> all = new ArrayList<>(arguments);
        all.add(new VariableExpression(BODY));
        return closure(new Parameter[] {new Parameter(ClassHelper.OBJECT_TYPE, BODY)}, call(name, all, at));
    }

    private static ClosureExpression closure(Parameter[] parameters, Expression expression) {
        ExpressionStatement statement = new ExpressionStatement(expression);
        statement.setSourcePosition(expression);
        BlockStatement code = new BlockStatement(new ArrayList<>(List.of(statement)), new VariableScope());
        ClosureExpression closure = new ClosureExpression(parameters, code);
        closure.setVariableScope(new VariableScope());
        closure.setSourcePosition(expression);
        return closure;
    }
}
