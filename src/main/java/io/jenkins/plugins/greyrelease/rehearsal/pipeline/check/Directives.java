package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads the sections that a Declarative Pipeline and its stages have in common. */
final class Directives {

    private static final Set<String> POST = new LinkedHashSet<>(List.of(
            "always",
            "changed",
            "fixed",
            "regression",
            "aborted",
            "failure",
            "success",
            "unstable",
            "unsuccessful",
            "notBuilt",
            "cleanup"));
    private static final Set<String> FLAGS =
            Set.of("skipDefaultCheckout", "skipStagesAfterUnstable", "parallelsAlwaysFailFast");
    private static final Set<String> IGNORED_OPTIONS = Set.of(
            "ansiColor",
            "buildDiscarder",
            "checkoutToSubdirectory",
            "copyArtifactPermission",
            "disableConcurrentBuilds",
            "disableResume",
            "disableRestartFromStage",
            "durabilityHint",
            "gitLabConnection",
            "newContainerPerStage",
            "overrideIndexTriggers",
            "preserveStashes",
            "quietPeriod",
            "rateLimitBuilds",
            "timestamps");
    private static final Set<String> INPUT = new LinkedHashSet<>(
            List.of("message", "id", "ok", "cancel", "parameters", "submitter", "submitterParameter"));

    private static final String CREDENTIALS = "credentials";

    private final StepRegistry steps;
    private final Problems problems;
    private final Conditions conditions;

    Directives(StepRegistry steps, Problems problems) {
        this.steps = steps;
        this.problems = problems;
        this.conditions = new Conditions(problems);
    }

    /** Adds what a section says to the model. */
    void fill(Map<String, Expression> model, Section part) {
        switch (part.name()) {
            case "agent" -> model.put("agent", new Agents(problems).agent(part));
            case "environment" -> part.requireBlock(problems).ifPresent(b -> model.put("environment", environment(b)));
            case "options" -> part.requireBlock(problems).ifPresent(b -> options(model, b));
            case "when" -> part.requireBlock(problems).ifPresent(b -> conditions.when(model, b));
            case "input" -> part.requireBlock(problems).ifPresent(b -> model.put("input", input(part, b)));
            case "post" -> part.requireBlock(problems).ifPresent(b -> model.put("post", post(b)));
            default -> part.requireBlock(problems);
        }
    }

    /** A block of steps: calls only, as in Jenkins. */
    Expression steps(ClosureExpression block, String where) {
        for (Statement statement : Trees.statements(block.getCode())) {
            boolean receiver = statement instanceof ExpressionStatement e
                    && e.getExpression() instanceof MethodCallExpression call
                    && !call.isImplicitThis();
            if (receiver) {
                problems.add(statement, "calls on objects need script { … } around them in " + where);
            } else if (Trees.call(statement).isEmpty()) {
                problems.add(statement, "expected a step in " + where + "; other code needs script { … } around it");
            }
        }
        return block;
    }

    private Expression environment(ClosureExpression block) {
        Map<String, Expression> variables = new LinkedHashMap<>();
        for (Statement statement : Trees.statements(block.getCode())) {
            boolean assignment = statement instanceof ExpressionStatement e
                    && e.getExpression() instanceof BinaryExpression b
                    && b.getOperation().getText().equals("=")
                    && b.getLeftExpression() instanceof VariableExpression;
            if (assignment) {
                BinaryExpression b = (BinaryExpression) ((ExpressionStatement) statement).getExpression();
                String name = ((VariableExpression) b.getLeftExpression()).getName();
                variables.put(name, Trees.lazy(credentials(b.getRightExpression())));
            } else {
                problems.add(statement, "environment wants NAME = value");
            }
        }
        return Trees.wrapper(Hidden.ENVIRONMENT, List.of(Trees.map(variables)), block);
    }

    private Expression credentials(Expression value) {
        boolean helper = value instanceof MethodCallExpression call
                && call.isImplicitThis()
                && CREDENTIALS.equals(call.getMethodAsString());
        if (helper) {
            steps.find(CREDENTIALS)
                    .flatMap(step -> step.spec().refusal())
                    .ifPresent(why -> problems.add(value, CREDENTIALS + ": " + why));
        }
        return helper
                ? Trees.map(Map.of(
                        Hidden.CREDENTIALS,
                        Trees.arguments((MethodCallExpression) value).get(0)))
                : value;
    }

    private void options(Map<String, Expression> model, ClosureExpression block) {
        List<Expression> wrappers = new ArrayList<>();
        List<Expression> flags = new ArrayList<>();
        for (Section option : Section.all(block, "options", problems)) {
            if (FLAGS.contains(option.name())) {
                boolean on = option.arguments().isEmpty()
                        || !"false".equals(option.arguments().get(0).getText());
                if (on) {
                    flags.add(Trees.constant(option.name()));
                }
            } else if (isBlockStep(option.name())) {
                wrappers.add(Trees.wrapper(option.name(), option.arguments(), option.call()));
            } else if (!IGNORED_OPTIONS.contains(option.name())) {
                problems.add(option.call(), unknownOption(option.name()));
            }
        }
        model.put("options", Trees.list(wrappers));
        model.put("flags", Trees.list(flags));
    }

    private boolean isBlockStep(String name) {
        return steps.find(name)
                .filter(h -> h.spec().block() != StepSpec.Block.NONE)
                .isPresent();
    }

    private static String unknownOption(String name) {
        Set<String> all = new TreeSet<>(IGNORED_OPTIONS);
        all.addAll(FLAGS);
        all.addAll(Set.of("timeout", "retry", "lock", "timestamps"));
        return "no option '" + name + "'" + Names.hint(name, all) + " (allowed: " + String.join(", ", all) + ")";
    }

    private Expression input(Section section, ClosureExpression block) {
        Map<String, Expression> arguments = new LinkedHashMap<>();
        for (Section part : Section.known(block, "input", INPUT, "", problems)) {
            if (part.name().equals("parameters")) {
                part.requireBlock(problems).ifPresent(b -> arguments.put("parameters", calls(b, "parameters")));
            } else {
                part.requireArgument(problems).ifPresent(v -> arguments.put(part.name(), v));
            }
        }
        if (!arguments.containsKey("message")) {
            problems.add(section.call(), "input needs a message");
        }
        return Trees.lazy(Trees.call("input", List.of(Trees.map(arguments)), section.call()));
    }

    /** The calls in a block as a list of their values, such as definitions of parameters. */
    Expression calls(ClosureExpression block, String where) {
        return Trees.list(
                Section.all(block, where, problems).stream().map(Section::call).toList());
    }

    private Expression post(ClosureExpression block) {
        Map<String, Expression> found = new LinkedHashMap<>();
        for (Section part : Section.known(block, "post", POST, "", problems)) {
            Optional<ClosureExpression> body = part.requireBlock(problems);
            body.ifPresent(b -> found.put(part.name(), steps(b, "post")));
        }
        Map<String, Expression> inOrder = new LinkedHashMap<>();
        POST.stream().filter(found::containsKey).forEach(name -> inOrder.put(name, found.get(name)));
        return Trees.map(inOrder);
    }
}
