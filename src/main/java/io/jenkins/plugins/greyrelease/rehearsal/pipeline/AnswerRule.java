package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One answer for certain calls.
 *
 * @param step name of the step; empty for any
 * @param match found somewhere in the command
 */
record AnswerRule(Optional<String> step, Pattern match, Answer answer) {

    static final Set<String> KEYS = new TreeSet<>(Set.of("step", "match", "exitCode", "output", "duration", "returns"));

    boolean fits(String name, String text) {
        return step.map(name::equals).orElse(true) && match.matcher(text).find();
    }

    /** Reads one entry; a problem for everything that is wrong in it. */
    static Optional<AnswerRule> read(Map<?, ?> rule, String file, String where, Problems problems) {
        RehearsalFile.unknown(where + ": ", rule, KEYS, problems);
        Optional<Pattern> match = pattern(rule.get("match"), where, problems);
        Optional<Duration> duration = duration(rule.get("duration"), where, problems);
        Object exit = rule.get("exitCode");
        if (exit != null && !(exit instanceof Integer)) {
            problems.bad(where + ".exitCode", exit, "must be a whole number");
        }
        Object output = rule.get("output");
        return match.flatMap(m -> duration.map(d -> new AnswerRule(
                Optional.ofNullable(rule.get("step")).map(Object::toString),
                m,
                new Answer(
                        exit instanceof Integer code ? code : 0,
                        output == null ? "" : output.toString(),
                        d,
                        rule.get("returns"),
                        file + ": " + where,
                        false))));
    }

    private static Optional<Pattern> pattern(Object match, String where, Problems problems) {
        try {
            return Optional.of(Pattern.compile(match == null ? "" : match.toString()));
        } catch (PatternSyntaxException e) {
            problems.bad(where + ".match", match, "is no regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(Object text, String where, Problems problems) {
        try {
            Duration duration = text == null
                    ? Duration.ZERO
                    : Duration.parse("PT" + text.toString().toUpperCase(Locale.ROOT));
            if (!duration.isNegative()) {
                return Optional.of(duration);
            }
        } catch (DateTimeException e) {
            // said below, with the value as the user wrote it
        }
        problems.bad(where + ".duration", text, "must be such as 30s, 5m or 1h30m");
        return Optional.empty();
    }
}
