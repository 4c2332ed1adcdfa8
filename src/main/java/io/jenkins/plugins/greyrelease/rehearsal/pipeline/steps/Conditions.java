package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Conditions of {@code when}. What only a real build knows (its changes, its cause) is answered or assumed to hold. */
final class Conditions {

    private Conditions() {}

    static boolean holds(StepContext context, Args args) {
        Object value = args.values().get("value");
        Map<String, String> env = context.env();
        return switch (args.text("kind", "")) {
            case "branch" -> matches(value, env.get("BRANCH_NAME"));
            case "tag" -> matches(value == null ? "*" : value, env.get("TAG_NAME"));
            case "buildingTag" -> env.containsKey("TAG_NAME");
            case "changeRequest" -> env.containsKey("CHANGE_ID");
            case "isRestartedRun" -> false;
            case "environment" -> variable((Map<?, ?>) value, env);
            case "equals" -> Objects.equals(((Map<?, ?>) value).get("expected"), ((Map<?, ?>) value).get("actual"));
            default -> answered(context, args);
        };
    }

    private static boolean answered(StepContext context, Args args) {
        Answer answer = context.answer(args.text("text", ""));
        boolean holds = !Boolean.FALSE.equals(answer.value());
        context.log("when " + args.text("text", "") + ": " + (answer.assumed() ? "assumed " : "") + holds);
        return holds;
    }

    private static boolean variable(Map<?, ?> wanted, Map<String, String> env) {
        String actual = env.getOrDefault(String.valueOf(wanted.get("name")), "");
        String expected = String.valueOf(wanted.get("value"));
        return Boolean.TRUE.equals(wanted.get("ignoreCase"))
                ? actual.equalsIgnoreCase(expected)
                : actual.equals(expected);
    }

    /** A name against a pattern: a glob, or as {@code comparator} says EQUALS or REGEXP. */
    private static boolean matches(Object wanted, String actual) {
        if (actual == null) {
            return false;
        }
        Map<?, ?> details = wanted instanceof Map<?, ?> map ? map : Map.of("pattern", wanted);
        String pattern = String.valueOf(details.get("pattern"));
        Object comparator = details.get("comparator");
        if ("EQUALS".equals(comparator)) {
            return pattern.equals(actual);
        }
        return "REGEXP".equals(comparator)
                ? Pattern.matches(pattern, actual)
                : FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(actual));
    }
}
