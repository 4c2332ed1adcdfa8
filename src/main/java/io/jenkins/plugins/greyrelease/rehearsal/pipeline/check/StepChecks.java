package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Symbols;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/**
 * Looks for calls of steps that do not exist and for parameters they do not have, without running anything. Silent
 * where a closure may be handed another delegate, for then any name may be good.
 */
final class StepChecks extends CodeVisitorSupport {

    /** Methods whose closures keep the script as their delegate. */
    private static final Set<String> TRANSPARENT = Set.of(
            "each",
            "eachWithIndex",
            "collect",
            "collectEntries",
            "find",
            "findAll",
            "any",
            "every",
            "times",
            "upto",
            "downto",
            "step",
            "call",
            "inject",
            "sort");

    private final StepRegistry steps;
    private final Set<String> declared;
    private final Problems problems;

    StepChecks(StepRegistry steps, Set<String> declared, Problems problems) {
        this.steps = steps;
        this.declared = declared;
        this.problems = problems;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = call.getMethodAsString();
        boolean own = call.isImplicitThis() && name != null;
        // what the compiler adds itself has no place
        if (own && call.getLineNumber() > 0 && !declared.contains(name)) {
            check(call, name);
        }
        if (own || name == null || TRANSPARENT.contains(name)) {
            super.visitMethodCallExpression(call);
        } else {
            call.getObjectExpression().visit(this);
            Trees.arguments(call).stream()
                    .filter(argument -> !(argument instanceof ClosureExpression))
                    .forEach(argument -> argument.visit(this));
        }
    }

    private void check(MethodCallExpression call, String name) {
        Optional<StepSpec> spec = steps.find(name).map(handler -> handler.spec());
        if (spec.isPresent()) {
            spec.get().refusal().ifPresent(why -> problems.add(call, name + ": " + why));
            parameters(call, spec.get());
        } else if (!Symbols.ALL.contains(name)) {
            Set<String> known = new TreeSet<>(steps.names());
            known.addAll(declared);
            problems.add(call, "no step '" + name + "'" + Names.hint(name, known));
        }
    }

    private void parameters(MethodCallExpression call, StepSpec spec) {
        List<Expression> arguments = Trees.plainArguments(call);
        if (spec.open() || arguments.size() != 1 || !(arguments.get(0) instanceof MapExpression map)) {
            return;
        }
        for (MapEntryExpression entry : map.getMapEntryExpressions()) {
            Optional<String> name = Trees.text(entry.getKeyExpression());
            if (name.isPresent() && !spec.params().containsKey(name.get())) {
                problems.add(entry.getKeyExpression(), spec.name() + ": " + spec.unknownParameter(name.get()));
            }
        }
    }
}
