package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * One entry of a Declarative block: a name with arguments or a block.
 *
 * @param arguments before the block; named ones as one map expression
 */
record Section(String name, List<Expression> arguments, Optional<ClosureExpression> block, MethodCallExpression call) {

    /** All entries of a block, whatever their names. */
    static List<Section> all(ClosureExpression block, String where, Problems problems) {
        List<Section> all = new ArrayList<>();
        for (Statement statement : Trees.statements(block.getCode())) {
            Optional<MethodCallExpression> call = Trees.call(statement);
            if (call.isEmpty()) {
                problems.add(statement, "only sections are allowed in " + where + ", each on a line of its own");
            }
            call.ifPresent(
                    c -> all.add(new Section(c.getMethodAsString(), Trees.plainArguments(c), Trees.block(c), c)));
        }
        return all;
    }

    /** Entries with the allowed names, each at most once except {@code many}. */
    static List<Section> known(
            ClosureExpression block, String where, Set<String> allowed, String many, Problems problems) {
        List<Section> good = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Section section : all(block, where, problems)) {
            if (!allowed.contains(section.name)) {
                problems.add(section.call, unknown(where, section.name, allowed));
            } else if (!seen.add(section.name) && !section.name.equals(many)) {
                problems.add(section.call, "'" + section.name + "' occurs twice in " + where);
            } else {
                good.add(section);
            }
        }
        return good;
    }

    /** What to say of a name that is not allowed. */
    static String unknown(String where, String name, Set<String> allowed) {
        return "no section '" + name + "' in " + where + Names.hint(name, allowed) + " (allowed: "
                + String.join(", ", allowed) + ")";
    }

    /** The block, or a problem if it is missing. */
    Optional<ClosureExpression> requireBlock(Problems problems) {
        if (block.isEmpty()) {
            problems.add(call, "'" + name + "' needs a block { … }");
        }
        return block;
    }

    /** The first argument, or a problem if there is none. */
    Optional<Expression> requireArgument(Problems problems) {
        if (arguments.isEmpty()) {
            problems.add(call, "'" + name + "' needs a value");
        }
        return arguments.stream().findFirst();
    }
}
